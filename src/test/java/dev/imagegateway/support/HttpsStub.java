package dev.imagegateway.support;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An upstream that speaks TLS with a certificate of its own. */
public final class HttpsStub {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private HttpsStub() {}

    /** Makes a key for 127.0.0.1, and answers its certificate. */
    public static Path certify(Path folder, Path store) {
        var certificate = folder.resolve("certificate.pem");
        Keytool.run(
                "-genkeypair",
                "-alias",
                "upstream",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit");
        Keytool.run(
                "-exportcert",
                "-rfc",
                "-alias",
                "upstream",
                "-file",
                certificate.toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        return certificate;
    }

    /** A server with this key, which answers every request with one image. */
    public static HttpsServer start(Path store) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                var body = "{\"data\":[{\"url\":\"https://cdn.aimlapi.com/a.png\"}]}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }
}
