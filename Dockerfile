# Builds the gateway from source. The same image runs the sandbox alone, see docker-compose.yml.
#
# Both base images are arguments, for registries of one's own: --build-arg JDK_IMAGE=… --build-arg JRE_IMAGE=…
ARG JDK_IMAGE=eclipse-temurin:25-jdk
ARG JRE_IMAGE=eclipse-temurin:25-jre

FROM ${JDK_IMAGE} AS build
WORKDIR /build
# tests are CI's, and so is the formatter's check
ENV MAVEN_ARGS="-B -q -ntp -Dmaven.test.skip=true -P!format"
COPY .mvn .mvn
COPY mvnw pom.xml ./
# the real build of an empty program: it fetches all that the build needs, once for as long as pom.xml stays the same
RUN mkdir -p src/main/java/empty \
    && echo 'package empty; final class Empty { public static void main(String[] args) {} }' > src/main/java/empty/Empty.java \
    && ./mvnw package \
    && rm -r src target
COPY src/main src/main
# .git is not here: the commit, for the metric image_gateway_build_info
ARG REVISION=unknown
# one layer each for libraries and for our code: a new version of the gateway is a download of some hundred kB
RUN ./mvnw package "-Dbuild.revision=${REVISION}" \
    && cp target/image-gateway-*.jar app.jar \
    && java -Djarmode=tools -jar app.jar extract --layers --destination layers \
    && printf '%s\n' \
        # the rest is for code, threads and buffers outside the heap, some 230 MB: so 512 MB in all is enough
        -XX:MaxRAMPercentage=50 \
        # a process that ran out of memory is of no use: end it, so that it is started anew
        -XX:+ExitOnOutOfMemoryError \
        --enable-native-access=ALL-UNNAMED \
        # SQLite's native library lies below; where it does not fit, the driver unpacks its own into /tmp
        -Dorg.sqlite.lib.path=/opt/image-gateway/native \
        > layers/application/java.options \
    && mkdir native layers/dependencies/native \
    && (cd native && jar xf ../layers/dependencies/lib/sqlite-jdbc-*.jar "org/sqlite/native/Linux/$(uname -m)") \
    && find native -name '*.so' -exec cp {} layers/dependencies/native/ \;

FROM ${JRE_IMAGE}
WORKDIR /opt/image-gateway
# owned by root: the process can read its program but not change it
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# the ledger's SQLite file; a volume mounted here takes over the folder's owner
RUN install -d -o 10001 -g 10001 -m 700 /var/lib/image-gateway
ENV GATEWAY_LEDGER_DIRECTORY=/var/lib/image-gateway
# a container that is removed does not take the books with it, even if nobody named a volume for them
VOLUME /var/lib/image-gateway
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Image Gateway" \
      org.opencontainers.image.description="A gateway to AIML API's image generation that accounts for every credit" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# by number, so that Kubernetes can check runAsNonRoot
USER 10001:10001
# 8080 for callers, 8081 for health and metrics
EXPOSE 8080 8081
# Java is process 1 and gets SIGTERM itself; no profile is chosen here, so that nothing starts without a key
ENTRYPOINT ["java", "@java.options", "-jar", "app.jar"]
