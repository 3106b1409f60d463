package dev.imagegateway.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of a test's own, made with nothing but the JDK. All it issues is in one folder. */
public final class CertificateAuthority {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path store;

    /** One whose certificate is {@code name.crt} in the folder. */
    public CertificateAuthority(Path folder, String name) {
        this.folder = folder;
        store = folder.resolve(name + ".p12");
        keytool("-genkeypair", "-alias", "authority", "-dname", "CN=" + name, "-ext", "bc=ca:true");
        write(
                folder.resolve(name + ".crt"),
                pem("CERTIFICATE", certificates("authority").getFirst()));
    }

    /**
     * Issues a certificate for this machine, and replaces what the files held before, each in one step.
     *
     * @return the settings of a PEM key store of a bundle with {@code name.crt} and {@code name.key}
     */
    public Stream<String> issue(String name, String bundle) {
        var alias = name + System.nanoTime();
        keytool(
                "-genkeypair",
                "-alias",
                alias,
                "-signer",
                "authority",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost");
        var chain = new StringBuilder();
        certificates(alias).forEach(certificate -> chain.append(pem("CERTIFICATE", certificate)));
        try {
            write(
                    folder.resolve(name + ".key"),
                    pem(
                            "PRIVATE KEY",
                            load().getKey(alias, PASSWORD.toCharArray()).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        write(folder.resolve(name + ".crt"), chain.toString());
        var prefix = "--spring.ssl.bundle.pem." + bundle + ".keystore.";
        return Stream.of(
                prefix + "certificate=file:" + folder.resolve(name + ".crt"),
                prefix + "private-key=file:" + folder.resolve(name + ".key"));
    }

    /** For a client that trusts another authority, or this one, and may show what this one has issued. */
    public SSLContext client(boolean showsCertificates, CertificateAuthority trusts) {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(), PASSWORD.toCharArray());
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", trusts.load().getCertificate("authority"));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var tls = SSLContext.getInstance("TLS");
            tls.init(showsCertificates ? keys.getKeyManagers() : new KeyManager[0], trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Replaces a file in one step, as those do who issue certificates. */
    public static void write(Path file, String text) {
        try {
            var next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<byte[]> certificates(String alias) {
        var encoded = new ArrayList<byte[]>();
        try {
            for (var certificate : load().getCertificateChain(alias)) {
                encoded.add(certificate.getEncoded());
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        return encoded;
    }

    private KeyStore load() {
        try {
            return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String type, byte[] encoded) {
        return "-----BEGIN %s-----%n%s%n-----END %1$s-----%n"
                .formatted(type, Base64.getMimeEncoder().encodeToString(encoded));
    }

    private void keytool(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-keyalg", "EC", "-keystore", store.toString(), "-storepass", PASSWORD));
        Keytool.run(all.toArray(String[]::new));
    }
}
