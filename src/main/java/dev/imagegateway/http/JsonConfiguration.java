package dev.imagegateway.http;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamWriteFeature;

@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

    /** One credit is 0.0000005 US dollars. Spreadsheets and scripts misread 5E-7. */
    @Bean
    JsonMapperBuilderCustomizer plainNumbers() {
        return mapper -> mapper.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN);
    }
}
