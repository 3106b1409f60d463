package dev.imagegateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@ExtendWith(OutputCaptureExtension.class)
class SandboxConfigurationTests {

    @Test
    void runsInsideTheGatewayAndTellsWhatToPaste(CapturedOutput output) {
        try (ConfigurableApplicationContext context = run("sandbox", "0")) {
            assertThat(context.getBean(SandboxConfiguration.SandboxLifecycle.class)
                            .isRunning())
                    .isTrue();
            assertThat(output)
                    .contains("http://localhost:8080/v1/images/generations")
                    .contains("SANDBOX")
                    .contains("Bearer sandbox-key")
                    .contains("\"image_size\": \"landscape_16_9\"")
                    .doesNotContain(SandboxCaller.KEY);
        }
    }

    @Test
    void startsNothingWithoutTheProfile(CapturedOutput output) {
        try (ConfigurableApplicationContext context = run("another", "tcp://10.0.0.1:80")) {
            assertThat(context.getBeansOfType(SandboxConfiguration.SandboxLifecycle.class))
                    .isEmpty();
            assertThat(context.getBeansOfType(SandboxProperties.class)).isEmpty();
            assertThat(output).doesNotContain("SANDBOX");
        }
    }

    private static ConfigurableApplicationContext run(String profile, String port) {
        return new SpringApplicationBuilder(Gateway.class)
                .web(WebApplicationType.NONE)
                .profiles(profile)
                .run("--sandbox.port=" + port);
    }

    @Configuration(proxyBeanMethods = false)
    @ConfigurationPropertiesScan(basePackageClasses = SandboxProperties.class)
    @Import(SandboxConfiguration.class)
    static class Gateway {}
}
