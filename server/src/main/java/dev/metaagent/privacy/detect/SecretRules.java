package dev.metaagent.privacy.detect;

import static dev.metaagent.privacy.detect.DataClass.ANTHROPIC_KEY;
import static dev.metaagent.privacy.detect.DataClass.API_KEY;
import static dev.metaagent.privacy.detect.DataClass.AWS_KEY;
import static dev.metaagent.privacy.detect.DataClass.GITHUB_TOKEN;
import static dev.metaagent.privacy.detect.DataClass.GITLAB_TOKEN;
import static dev.metaagent.privacy.detect.DataClass.GOOGLE_KEY;
import static dev.metaagent.privacy.detect.DataClass.METAAGENT_KEY;
import static dev.metaagent.privacy.detect.DataClass.OPENAI_KEY;
import static dev.metaagent.privacy.detect.DataClass.SLACK_TOKEN;
import static dev.metaagent.privacy.detect.DataClass.STRIPE_KEY;

import dev.metaagent.privacy.detect.text.Letters;
import java.util.List;

/// Keys and tokens that are recognised by their prefix. The formats follow their issuers'
/// documentation and the gitleaks rules.
final class SecretRules {

  /// One format: the prefix, and which characters follow, how many.
  ///
  /// @param also further characters beside those of `kinds`
  record Rule(DataClass kind, String begins, int kinds, String also, int least, int most) {}

  private static final int HEX = Letters.HEX;
  private static final int WORD = Letters.ALPHANUMERIC;
  private static final int TOKEN = Letters.TOKEN;
  private static final int CAPITALS = Letters.UPPER | Letters.DIGIT;

  static final List<Rule> ALL =
      List.of(
          rule(METAAGENT_KEY, "ma_", TOKEN, 30, 200),
          rule(METAAGENT_KEY, "mas_", TOKEN, 30, 200),
          rule(METAAGENT_KEY, "mal_", TOKEN, 30, 200),
          rule(AWS_KEY, "AKIA", CAPITALS, 16, 16),
          rule(AWS_KEY, "ASIA", CAPITALS, 16, 16),
          rule(AWS_KEY, "ABIA", CAPITALS, 16, 16),
          rule(AWS_KEY, "ACCA", CAPITALS, 16, 16),
          rule(AWS_KEY, "A3T", CAPITALS, 17, 17),
          rule(AWS_KEY, "ABSK", WORD, "+/=", 100, 400),
          rule(GOOGLE_KEY, "AIza", TOKEN, 35, 35),
          rule(GOOGLE_KEY, "GOCSPX-", TOKEN, 24, 40),
          rule(GOOGLE_KEY, "ya29.", TOKEN, ".", 20, 512),
          rule(GOOGLE_KEY, "1//0", TOKEN, 30, 200),
          rule(GITHUB_TOKEN, "ghp_", WORD, 36, 255),
          rule(GITHUB_TOKEN, "gho_", WORD, 36, 255),
          rule(GITHUB_TOKEN, "ghu_", WORD, 36, 255),
          rule(GITHUB_TOKEN, "ghs_", WORD, 36, 255),
          rule(GITHUB_TOKEN, "ghr_", WORD, 36, 255),
          rule(GITHUB_TOKEN, "github_pat_", Letters.WORD, 60, 255),
          rule(GITLAB_TOKEN, "glpat-", TOKEN, ".", 20, 300),
          rule(GITLAB_TOKEN, "gldt-", TOKEN, 20, 64),
          rule(GITLAB_TOKEN, "glptt-", HEX, 40, 40),
          rule(GITLAB_TOKEN, "glrt-", TOKEN, ".", 20, 300),
          rule(GITLAB_TOKEN, "glcbt-", TOKEN, 20, 64),
          rule(GITLAB_TOKEN, "glft-", TOKEN, 20, 64),
          rule(GITLAB_TOKEN, "glsoat-", TOKEN, 20, 64),
          rule(GITLAB_TOKEN, "glimt-", TOKEN, 20, 64),
          rule(GITLAB_TOKEN, "glagent-", TOKEN, 40, 64),
          rule(GITLAB_TOKEN, "gloas-", TOKEN, 40, 80),
          rule(GITLAB_TOKEN, "GR1348941", TOKEN, 20, 64),
          rule(SLACK_TOKEN, "xoxb-", TOKEN, 20, 200),
          rule(SLACK_TOKEN, "xoxp-", TOKEN, 20, 200),
          rule(SLACK_TOKEN, "xoxa-", TOKEN, 20, 200),
          rule(SLACK_TOKEN, "xoxr-", TOKEN, 20, 200),
          rule(SLACK_TOKEN, "xoxs-", TOKEN, 20, 200),
          rule(SLACK_TOKEN, "xoxo-", TOKEN, 20, 200),
          rule(SLACK_TOKEN, "xoxe-", TOKEN, 20, 400),
          rule(SLACK_TOKEN, "xoxe.xoxp-", TOKEN, 20, 400),
          rule(SLACK_TOKEN, "xoxe.xoxb-", TOKEN, 20, 400),
          rule(SLACK_TOKEN, "xapp-", TOKEN, 20, 200),
          rule(SLACK_TOKEN, "hooks.slack.com/services/", TOKEN, "/", 30, 100),
          rule(SLACK_TOKEN, "hooks.slack.com/workflows/", TOKEN, "/", 30, 120),
          rule(STRIPE_KEY, "sk_live_", WORD, 10, 250),
          rule(STRIPE_KEY, "sk_test_", WORD, 10, 250),
          rule(STRIPE_KEY, "sk_prod_", WORD, 10, 250),
          rule(STRIPE_KEY, "rk_live_", WORD, 10, 250),
          rule(STRIPE_KEY, "rk_test_", WORD, 10, 250),
          rule(STRIPE_KEY, "rk_prod_", WORD, 10, 250),
          rule(STRIPE_KEY, "whsec_", WORD, "+/=", 20, 100),
          rule(ANTHROPIC_KEY, "sk-ant-", TOKEN, 24, 250),
          rule(API_KEY, "sk-or-v1-", HEX, 64, 64),
          rule(API_KEY, "sk-lf-", HEX | Letters.DASH, 36, 36),
          rule(OPENAI_KEY, "sk-", TOKEN, 20, 250),
          rule(API_KEY, "hf_", WORD, 30, 60),
          rule(API_KEY, "api_org_", WORD, 34, 34),
          rule(API_KEY, "gsk_", WORD, 40, 80),
          rule(API_KEY, "xai-", WORD, 60, 120),
          rule(API_KEY, "pplx-", WORD, 40, 80),
          rule(API_KEY, "r8_", WORD, 37, 37),
          rule(API_KEY, "nvapi-", TOKEN, 50, 80),
          rule(API_KEY, "lsv2_pt_", HEX | Letters.UNDERSCORE, 32, 60),
          rule(API_KEY, "lsv2_sk_", HEX | Letters.UNDERSCORE, 32, 60),
          rule(API_KEY, "tvly-", TOKEN, 20, 80),
          rule(API_KEY, "jina_", TOKEN, 40, 100),
          rule(API_KEY, "pcsk_", Letters.WORD, 40, 100),
          rule(API_KEY, "e2b_", HEX, 40, 40),
          rule(API_KEY, "npm_", WORD, 36, 36),
          rule(API_KEY, "pypi-AgE", TOKEN, 50, 400),
          rule(API_KEY, "rubygems_", HEX, 48, 48),
          rule(API_KEY, "dckr_pat_", TOKEN, 20, 60),
          rule(API_KEY, "dop_v1_", HEX, 64, 64),
          rule(API_KEY, "doo_v1_", HEX, 64, 64),
          rule(API_KEY, "dor_v1_", HEX, 64, 64),
          rule(API_KEY, "dapi", HEX, "-", 32, 34),
          rule(API_KEY, "dp.pt.", WORD, 40, 50),
          rule(API_KEY, "dp.st.", TOKEN, ".", 40, 60),
          rule(API_KEY, "dt0c01.", CAPITALS, ".", 80, 100),
          rule(API_KEY, "SG.", TOKEN, ".", 60, 75),
          rule(API_KEY, "SK", HEX, 32, 32),
          rule(API_KEY, "key-", HEX, 32, 32),
          rule(API_KEY, "xkeysib-", HEX | Letters.DASH, WORD, 64, 90),
          rule(API_KEY, "shpat_", HEX, 32, 32),
          rule(API_KEY, "shpca_", HEX, 32, 32),
          rule(API_KEY, "shppa_", HEX, 32, 32),
          rule(API_KEY, "shpss_", HEX, 32, 32),
          rule(API_KEY, "EAA", WORD, 80, 300),
          rule(API_KEY, "sq0atp-", TOKEN, 22, 22),
          rule(API_KEY, "sq0csp-", TOKEN, 43, 43),
          rule(API_KEY, "lin_api_", WORD, 32, 48),
          rule(API_KEY, "lin_oauth_", WORD, 32, 80),
          rule(API_KEY, "ntn_", WORD, 40, 50),
          rule(API_KEY, "secret_", WORD, 43, 43),
          rule(API_KEY, "NRAK-", CAPITALS, 27, 27),
          rule(API_KEY, "NRII-", TOKEN, 32, 32),
          rule(API_KEY, "PMAK-", TOKEN, 59, 59),
          rule(API_KEY, "pul-", HEX, 40, 40),
          rule(API_KEY, "sntrys_", WORD, "+/=_", 60, 400),
          rule(API_KEY, "sntryu_", HEX, 64, 64),
          rule(API_KEY, "hvs.", TOKEN, 24, 200),
          rule(API_KEY, "hvb.", TOKEN, 100, 300),
          rule(API_KEY, "glc_", WORD, "+/=", 32, 400),
          rule(API_KEY, "glsa_", Letters.WORD, 40, 50),
          rule(API_KEY, "sbp_", HEX, 40, 40),
          rule(API_KEY, "sb_secret_", TOKEN, 20, 60),
          rule(API_KEY, "ATATT3", TOKEN, "=", 100, 300),
          rule(API_KEY, "ATCTT3", TOKEN, "=", 100, 300),
          rule(API_KEY, "AGE-SECRET-KEY-1", CAPITALS, 58, 58),
          rule(API_KEY, "ops_eyJ", WORD, "+/=", 100, 2000),
          rule(API_KEY, "HRKU-", TOKEN, 36, 66),
          rule(API_KEY, "fo1_", TOKEN, 43, 43),
          rule(API_KEY, "FlyV1 fm", WORD, "+/=_,", 40, 2000),
          rule(API_KEY, "pscale_tkn_", TOKEN, ".", 32, 64),
          rule(API_KEY, "pscale_pw_", TOKEN, ".", 32, 64),
          rule(API_KEY, "figd_", TOKEN, 40, 50),
          rule(API_KEY, "cfut_", WORD, 40, 60),
          rule(API_KEY, "tskey-", TOKEN, 20, 80),
          rule(API_KEY, "phc_", WORD, 40, 50),
          rule(API_KEY, "phx_", WORD, 40, 60),
          rule(API_KEY, "CCIPAT_", Letters.WORD, 40, 80),
          rule(API_KEY, "bkua_", HEX, 40, 40),
          rule(API_KEY, "eyJrIjoi", WORD, "+/=", 60, 400),
          rule(API_KEY, "sl.", TOKEN, 130, 1500),
          rule(API_KEY, "sgp_", HEX | Letters.UNDERSCORE, 40, 80),
          rule(API_KEY, "access_token$production$", HEX, "$", 40, 60));

  private static final boolean[] BEGINNINGS = new boolean[32 * 32 * 32];
  private static final Rule[][] BY_FIRST = new Rule[128][];

  static {
    for (char c = 0; c < 128; c++) {
      char first = c;
      BY_FIRST[c] =
          ALL.stream().filter(rule -> rule.begins().charAt(0) == first).toArray(Rule[]::new);
    }
    ALL.forEach(rule -> {
      String begins = (rule.begins() + "?").substring(0, 3);
      if (rule.begins().length() < 3) {
        for (char c = '0'; c <= 'f'; c++) {
          BEGINNINGS[beginning(begins.charAt(0), begins.charAt(1), c)] = true;
        }
      } else {
        BEGINNINGS[beginning(begins.charAt(0), begins.charAt(1), begins.charAt(2))] = true;
      }
    });
    for (String other : List.of("eyJ")) {
      BEGINNINGS[beginning(other.charAt(0), other.charAt(1), other.charAt(2))] = true;
    }
  }

  private SecretRules() {}

  private static Rule rule(DataClass kind, String begins, int kinds, int least, int most) {
    return new Rule(kind, begins, kinds, "", least, most);
  }

  private static Rule rule(
      DataClass kind, String begins, int kinds, String also, int least, int most) {
    return new Rule(kind, begins, kinds, also, least, most);
  }

  private static Rule rule(
      DataClass kind, String begins, int kinds, int more, int least, int most) {
    return new Rule(kind, begins, kinds | more, "", least, most);
  }

  private static int beginning(char first, char second, char third) {
    return (first & 31) << 10 | (second & 31) << 5 | (third & 31);
  }

  /// Whether a word that begins like this may be a secret: asked for every word, answered at once.
  static boolean possible(char first, char second, char third) {
    return BEGINNINGS[beginning(first, second, third)];
  }

  /// The rules of secrets that begin with a character, the most specific first.
  static Rule[] of(char first) {
    return first < 128 ? BY_FIRST[first] : BY_FIRST[0];
  }
}
