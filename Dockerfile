# Builds the gateway from source. The same image can also run the sandbox: see docker-compose.yml.
#
# Both base images are build arguments, so that you can use your own registry: --build-arg JDK_IMAGE=… --build-arg JRE_IMAGE=…
# Behind a proxy that inspects TLS: docs/deployment.md#behind-a-proxy-that-inspects-tls
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG JRE_IMAGE=eclipse-temurin:25-jre

# The result is the same for all platforms, so it is built on the builder's own. Only BuildKit sets BUILDPLATFORM; for the
# classic builder, linux means its own platform.
FROM --platform=${BUILDPLATFORM:-linux} ${JDK_IMAGE} AS build
WORKDIR /build
# CI runs the tests and the format check; .git is not in the build context
ENV MAVEN_ARGS="-B -q -ntp -Dimage -Dmaven.test.skip=true -P!format -Dmaven.gitcommitid.skip=true"
COPY .mvn .mvn
# certificate authorities that the image does not know, for curl, which downloads Maven, and for Java; Maven's settings
RUN if [ -f .mvn/settings.xml ]; then mkdir -p ~/.m2 && cp .mvn/settings.xml ~/.m2/; fi; \
    if [ -f .mvn/ca-certificates.pem ]; then \
        cat .mvn/ca-certificates.pem >> /etc/ssl/certs/ca-certificates.crt \
        && csplit -s -z -f /tmp/ca- .mvn/ca-certificates.pem '/-----BEGIN CERTIFICATE-----/' '{*}' \
        && for certificate in /tmp/ca-*; do \
            ! grep -q 'BEGIN CERTIFICATE' "$certificate" || keytool -importcert -noprompt -cacerts \
                -storepass changeit -alias "${certificate#/tmp/}" -file "$certificate" || exit 1; \
        done; \
    fi
COPY mvnw pom.xml ./
# build an empty program first: this layer caches all dependencies until pom.xml changes
RUN mkdir -p src/main/java/empty \
    && echo 'package empty; final class Empty { public static void main(String[] args) {} }' > src/main/java/empty/Empty.java \
    && ./mvnw package \
    && rm -r src target
COPY src/main src/main
# the commit, for /actuator/info and the metric image_gateway_build_info
ARG REVISION=unknown
# separate layers for libraries and application code: an update downloads only a few hundred kB of code
RUN if [ "$REVISION" != unknown ]; then \
        printf 'git.commit.id=%s\ngit.commit.id.abbrev=%.7s\n' "$REVISION" "$REVISION" > src/main/resources/git.properties; \
    fi \
    && ./mvnw package \
    && cp target/image-gateway-*.jar app.jar \
    && java -Djarmode=tools -jar app.jar extract --layers --destination layers \
    && cp target/classes/META-INF/sbom/application.cdx.json layers/application/ \
    && printf '%s\n' \
        # code, threads and off-heap buffers need about 280 MB, so a 512 MB container is enough
        -XX:MaxRAMPercentage=45 \
        # exit on OutOfMemoryError, so that the process is restarted
        -XX:+ExitOnOutOfMemoryError \
        --enable-native-access=ALL-UNNAMED \
        # the directory of SQLite's native library
        -Dorg.sqlite.lib.path=/opt/image-gateway/native \
        > layers/application/java.options

# SQLite's native library for the processor and the C library of the image
FROM ${JRE_IMAGE} AS native
COPY --from=build /build/target/native/org/sqlite/native /natives
RUN libc=Linux; [ -z "$(ls /lib/ld-musl-* 2>/dev/null)" ] || libc=Linux-Musl; \
    mkdir /native && cp "/natives/$libc/$(uname -m)/libsqlitejdbc.so" /native/

FROM ${JRE_IMAGE}
WORKDIR /opt/image-gateway
# owned by root: the process can read the program files but not change them
COPY --from=build /build/layers/dependencies/ ./
COPY --from=native /native/ native/
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY src/main/docker/train-aot-cache ./
# The ahead-of-time cache, trained with the sandbox. It fits only this JVM and these files with their times, so it is made
# where it is used. --build-arg AOT_CACHE=false omits it, for example if another platform is emulated slowly.
# JDK 25 mixes up two adapters of the cache, makes its own, and writes a warning about it as text among the JSON of the log,
# so the cache is used without adapters.
ARG AOT_CACHE=true
RUN if [ "$AOT_CACHE" = true ]; then \
        ./train-aot-cache @java.options \
        && echo -XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching >> java.options \
        && echo -XX:AOTCache=/opt/image-gateway/app.aot >> java.options; \
    fi
# directory of the ledger's SQLite file; a new volume mounted here inherits its owner
RUN install -d -o 10001 -g 10001 -m 700 /var/lib/image-gateway
ENV GATEWAY_LEDGER_DIRECTORY=/var/lib/image-gateway
# one JSON object per line, for whatever collects the logs; empty for text
ENV LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs
# keeps the ledger when the container is removed, even if no volume was specified
VOLUME /var/lib/image-gateway
ARG JRE_IMAGE
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Image Gateway" \
      org.opencontainers.image.description="A gateway to AIML API's image generation that accounts for every credit" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="${JRE_IMAGE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# a numeric user, so that Kubernetes can check runAsNonRoot
USER 10001:10001
# 8080: API; 8081: health and metrics
EXPOSE 8080 8081
# Java is process 1 and receives SIGTERM directly. No profile is set, so the gateway does not start without a key.
ENTRYPOINT ["java", "@java.options", "-jar", "app.jar"]
