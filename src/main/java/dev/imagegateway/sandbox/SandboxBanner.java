package dev.imagegateway.sandbox;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** Prints what is running and an example request. */
final class SandboxBanner implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxBanner.class);

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        String port = ready.getApplicationContext().getEnvironment().getProperty("local.server.port", "8080");
        LOG.info("""
                The gateway listens on http://localhost:{}

                  SANDBOX: images are simulated and cost nothing. Development client key: sandbox-key

                  curl http://localhost:{}/v1/images/generations -H "Authorization: Bearer sandbox-key" -H "Content-Type: application/json" -d '{"prompt": "A T-Rex relaxing on a beach, lying on a sun lounger and wearing sunglasses.", "model": "stable-diffusion-v3-medium", "image_size": "landscape_16_9"}'
                """, port, port);
    }
}
