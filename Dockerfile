# Builds the gateway from source. The same image can also run the sandbox: see docker-compose.yml.
#
# Both base images are build arguments, so that you can use your own registry: --build-arg JDK_IMAGE=… --build-arg JRE_IMAGE=…
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG JRE_IMAGE=eclipse-temurin:25-jre

FROM ${JDK_IMAGE} AS build
WORKDIR /build
# CI runs the tests and the format check
ENV MAVEN_ARGS="-B -q -ntp -Dmaven.test.skip=true -P!format"
COPY .mvn .mvn
COPY mvnw pom.xml ./
# build an empty program first: this layer caches all dependencies until pom.xml changes
RUN mkdir -p src/main/java/empty \
    && echo 'package empty; final class Empty { public static void main(String[] args) {} }' > src/main/java/empty/Empty.java \
    && ./mvnw package \
    && rm -r src target
COPY src/main src/main
# the commit for the metric image_gateway_build_info; .git is not in the build context
ARG REVISION=unknown
# separate layers for libraries and application code: an update downloads only a few hundred kB
RUN ./mvnw package "-Dbuild.revision=${REVISION}" \
    && cp target/image-gateway-*.jar app.jar \
    && java -Djarmode=tools -jar app.jar extract --layers --destination layers \
    && printf '%s\n' \
        # code, threads and off-heap buffers need about 280 MB, so a 512 MB container is enough
        -XX:MaxRAMPercentage=45 \
        # exit on OutOfMemoryError, so that the process is restarted
        -XX:+ExitOnOutOfMemoryError \
        --enable-native-access=ALL-UNNAMED \
        # the directory of SQLite's native library; if it cannot be loaded, the driver unpacks its own copy into /tmp
        -Dorg.sqlite.lib.path=/opt/image-gateway/native \
        > layers/application/java.options \
    && mkdir native layers/dependencies/native \
    && (cd native && jar xf ../layers/dependencies/lib/sqlite-jdbc-*.jar "org/sqlite/native/Linux/$(uname -m)") \
    && find native -name '*.so' -exec cp {} layers/dependencies/native/ \;

FROM ${JRE_IMAGE}
WORKDIR /opt/image-gateway
# owned by root: the process can read the program files but not change them
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# directory of the ledger's SQLite file; a new volume mounted here inherits its owner
RUN install -d -o 10001 -g 10001 -m 700 /var/lib/image-gateway
ENV GATEWAY_LEDGER_DIRECTORY=/var/lib/image-gateway
# one JSON object per line, for whatever collects the logs; empty for text
ENV LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs
# keeps the ledger when the container is removed, even if no volume was specified
VOLUME /var/lib/image-gateway
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Image Gateway" \
      org.opencontainers.image.description="A gateway to AIML API's image generation that accounts for every credit" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# a numeric user, so that Kubernetes can check runAsNonRoot
USER 10001:10001
# 8080: API; 8081: health and metrics
EXPOSE 8080 8081
# Java is process 1 and receives SIGTERM directly. No profile is set, so the gateway does not start without a key.
ENTRYPOINT ["java", "@java.options", "-jar", "app.jar"]
