package dev.imagegateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the gateway. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ImageGatewayApplication {

    /** Runs the gateway until it is stopped. */
    public static void main(String[] args) {
        SpringApplication.run(ImageGatewayApplication.class, args);
    }
}
