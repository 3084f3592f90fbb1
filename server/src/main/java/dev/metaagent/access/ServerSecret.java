package dev.metaagent.access;

import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.kernel.OrganizationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// The one secret of an installation. It never leaves this class: other classes get keys that are
/// derived from it for one purpose. Without METAAGENT_SECRET, one is generated at the first start
/// and kept in the data folder, in a file that only this user can read.
///
/// All nodes of an installation need the same secret, and it must survive with the database: values
/// derived from a lost secret (pseudonyms, secrets of webhooks) cannot be restored.
@Component
public class ServerSecret {

  static final String FILE = "secret";
  static final int SHORTEST = 32;
  private static final int KEY_BYTES = 32;
  private static final Logger log = LoggerFactory.getLogger(ServerSecret.class);

  private final byte[] secret;

  @Autowired
  ServerSecret(AccessSettings access, DatabaseSettings database) {
    this(text(access, database));
  }

  /// @throws IllegalArgumentException when the text is too short to be a secret
  public ServerSecret(String text) {
    if (text.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "the secret of the server (METAAGENT_SECRET) needs at least "
              + SHORTEST
              + " characters; make one with: openssl rand -hex 32");
    }
    this.secret = text.getBytes(StandardCharsets.UTF_8);
  }

  /// A key of 32 bytes for one purpose of one organization (HKDF-SHA256): deterministic for a
  /// secret, and revealing nothing about the secret or any other key.
  ///
  /// @param purpose what it is for, such as `privacy/1`
  public byte[] derive(String purpose, OrganizationId organization) {
    return expand("organization/" + organization + "/" + purpose);
  }

  /// A key of 32 bytes for one purpose of the whole installation.
  public byte[] derive(String purpose) {
    return expand("installation/" + purpose);
  }

  private byte[] expand(String info) {
    try {
      HKDFParameterSpec how =
          HKDFParameterSpec.ofExtract()
              .addIKM(secret)
              .addSalt("metaagent".getBytes(StandardCharsets.UTF_8))
              .thenExpand(info.getBytes(StandardCharsets.UTF_8), KEY_BYTES);
      return KDF.getInstance("HKDF-SHA256").deriveData(how);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key cannot be derived", e);
    }
  }

  private static String text(AccessSettings access, DatabaseSettings database) {
    String given = access.secret();
    if (given != null) {
      return given;
    }
    Path file = database.data().resolve(FILE).toAbsolutePath();
    try {
      if (Files.notExists(file)) {
        make(file);
        log.info("A secret for this installation was made; it is in {} (keep it)", file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the secret of the server cannot be kept in " + file, e);
    }
  }

  /// Written to a temporary file and moved, so that an interrupted start leaves no partial secret;
  /// the first process wins.
  private static void make(Path file) throws IOException {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    Path folder = file.getParent();
    Files.createDirectories(folder);
    Path aside = Files.createTempFile(folder, FILE, ".new", onlyOwner());
    Files.writeString(aside, HexFormat.of().formatHex(random) + "\n");
    try {
      Files.move(aside, file);
    } catch (FileAlreadyExistsException _) {
      log.debug("the secret was made meanwhile");
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static FileAttribute<?>[] onlyOwner() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public String toString() {
    return "ServerSecret[…]";
  }
}
