package dev.imagegateway.http;

import java.net.URI;

/** A page to which a browser is led that opens the gateway's address. */
public interface LandingPage {

    /** Returns where it is, relative to the gateway's address. */
    URI path();
}
