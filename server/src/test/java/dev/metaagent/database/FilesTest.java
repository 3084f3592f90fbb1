package dev.metaagent.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses, files of the data folder, and work that comes again.
class FilesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:postgresql://h/x                                | jdbc:postgresql://h/x             |"
            + "      |",
        "jdbc:postgresql://h/x?user=ada                       | jdbc:postgresql://h/x             |"
            + " ada  |",
        "jdbc:postgresql://h/x?user=ada&password=s%26%3D      | jdbc:postgresql://h/x             |"
            + " ada  | s&=",
        "jdbc:postgresql://h/x?ssl=true&user=ada&a=b          | jdbc:postgresql://h/x?ssl=true&a=b|"
            + " ada  |",
        "jdbc:postgresql://h/x?password=a=b                   | jdbc:postgresql://h/x             |"
            + "      | a=b",
        "jdbc:postgresql://h/x?sslpassword=keep               |"
            + " jdbc:postgresql://h/x?sslpassword=keep |  |"
      })
  void credentialsLeaveTheAddressAndAllElseStays(
      String given, String url, @Nullable String user, @Nullable String password) {
    assertThat(Address.of(given)).isEqualTo(new Address(url, user, password));
  }

  private Path written(String text) throws IOException {
    Path file = folder.resolve("postmaster.pid");
    Files.writeString(file, text);
    return file;
  }

  @Test
  void theFileOfAPostmasterTellsItsProcessItsBeginningAndItsPort() throws IOException {
    assertThat(
            PostmasterFile.read(
                written(
                    "4711\n/data/database\n1764331200\n54321\n/tmp\nlocalhost\n  5 6\nready\n")))
        .hasValue(new PostmasterFile(4711, Instant.parse("2025-11-28T12:00:00Z"), 54_321));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4711\n",
        "4711\n/data\n1764331200\n",
        "x\n/data\n1764331200\n54321\n",
        "4711\n/data\nlater\n54321\n",
        "4711\n/data\n1764331200\n\n"
      })
  void aFileThatIsNotWrittenToItsEndTellsNothing(String text) throws IOException {
    assertThat(PostmasterFile.read(written(text))).isEmpty();
  }

  @Test
  void noFileTellsNothing() throws IOException {
    assertThat(PostmasterFile.read(folder.resolve("none"))).isEmpty();
  }

  @Test
  void thePasswordOfTheDatabaseIsMadeOnceForThisUserAlone() throws IOException {
    DataFolder data = DataFolder.make(folder.resolve("new/data"));
    String password = data.password();
    assertThat(password).matches("[0-9a-f]{48}");
    assertThat(data.password()).isEqualTo(password);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.passwordFile())))
        .isEqualTo("rw-------");
    assertThat(DataFolder.make(folder.resolve("other")).password()).isNotEqualTo(password);
  }

  @Test
  void aFolderHoldsADatabaseOnceItsFilesAreThere() throws IOException {
    DataFolder data = DataFolder.make(folder);
    assertThat(data.holdsDatabase()).isFalse();
    Files.createDirectory(data.cluster());
    assertThat(data.holdsDatabase()).isTrue();
    assertThat(data.postmasterFile()).isEqualTo(data.path().resolve("database/postmaster.pid"));
  }

  @Test
  void blankSettingsAreNone() {
    DatabaseSettings settings = new DatabaseSettings(folder, " ", "", null, "", " ", 16, 30, 30);
    assertThat(settings.embedded()).isTrue();
    assertThat(settings.username()).isNull();
    assertThat(settings.directUrl()).isNull();
    assertThat(
            new DatabaseSettings(folder, "jdbc:x", null, null, null, null, 16, 30, 30).embedded())
        .isFalse();
  }

  @Test
  void workThatFailsComesAgainAndRunsOnceMoreAtTheEnd() throws InterruptedException {
    CountDownLatch twice = new CountDownLatch(2);
    AtomicInteger runs = new AtomicInteger();
    PeriodicWork work =
        new PeriodicWork(
            "test",
            Duration.ofMillis(10),
            () -> {
              runs.incrementAndGet();
              twice.countDown();
              throw new IllegalStateException("every time");
            });
    assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
    work.close();
    int closed = runs.get();
    assertThat(closed).isGreaterThanOrEqualTo(3);
    Thread.sleep(50);
    assertThat(runs).hasValue(closed);
  }

  @Test
  void closingRunsWorkThatWasNeverDueAndWaitsForAMomentOnly() {
    AtomicInteger runs = new AtomicInteger();
    new PeriodicWork("test", Duration.ofHours(1), runs::incrementAndGet).close();
    assertThat(runs).hasValue(1);

    CountDownLatch never = new CountDownLatch(1);
    PeriodicWork stuck =
        new PeriodicWork(
            "stuck",
            Duration.ofHours(1),
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    long begun = System.nanoTime();
    stuck.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void whatIsInTheDataFolderIsForItsOwnerOnly() throws IOException {
    Path data = folder.resolve("data");
    Files.createDirectory(
        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(data.resolve("database.log"), "of an older version");
    Files.setPosixFilePermissions(
        data.resolve("database.log"), PosixFilePermissions.fromString("rw-r--r--"));

    DataFolder made = DataFolder.make(data);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.path())))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.log())))
        .isEqualTo("rw-------");
    assertThat(made.log()).hasContent("of an older version");
  }
}
