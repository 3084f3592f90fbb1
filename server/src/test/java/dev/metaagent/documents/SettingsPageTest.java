package dev.metaagent.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of settings lists what application.yml defines, in the same order.
class SettingsPageTest {

  private static final Pattern DEFINED =
      Pattern.compile("\\$\\{(?<name>METAAGENT_\\w+):(?<value>[^}]*)}");
  private static final Pattern LISTED =
      Pattern.compile(
          "(?m)^\\| `(?<name>METAAGENT_\\w+)` \\| (?:empty|`(?<value>.*?)`) \\| (?<meaning>.+)"
              + " \\|$");

  /// A setting, and the comment directly above it ("" where there is none).
  private record Setting(String name, String value, String meaning) {}

  @Test
  void everySettingIsListedWithItsDefaultAndMeaning() throws IOException {
    List<Setting> defined = defined();
    List<Setting> listed = listed();

    assertThat(defined).hasSizeGreaterThan(15);
    assertThat(listed.stream().map(setting -> setting.name() + "=" + setting.value()))
        .containsExactlyElementsOf(
            defined.stream().map(setting -> setting.name() + "=" + setting.value()).toList());
    for (int i = 0; i < defined.size(); i++) {
      assertThat(listed.get(i).meaning())
          .as(defined.get(i).name())
          .isNotBlank()
          .contains(defined.get(i).meaning());
    }
  }

  private static List<Setting> defined() throws IOException {
    List<Setting> settings = new ArrayList<>();
    String comment = "";
    for (String line : read("server/src/main/resources/application.yml").lines().toList()) {
      if (line.strip().startsWith("#")) {
        comment = (comment + " " + line.strip().substring(1).strip()).strip();
        continue;
      }
      Matcher setting = DEFINED.matcher(line);
      if (setting.find()) {
        settings.add(new Setting(setting.group("name"), setting.group("value"), comment));
      }
      comment = "";
    }
    return settings;
  }

  private static List<Setting> listed() throws IOException {
    return LISTED
        .matcher(read("docs/reference/settings.md"))
        .results()
        .map(SettingsPageTest::setting)
        .toList();
  }

  private static Setting setting(MatchResult row) {
    String value = row.group("value");
    return new Setting(row.group("name"), value == null ? "" : value, row.group("meaning"));
  }

  private static String read(String file) throws IOException {
    return Files.readString(Repository.root().resolve(file));
  }
}
