// Bots, users, keys and the audit against a fake server: what is shown, what is sent, how each ends.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "cli/audit_file.hpp"
#include "signed_in.hpp"

namespace robson::cli {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct ControlTest : SignedIn {
  std::vector<std::string> bodies{};  // "POST {...}", as they came
  std::string query{};
  std::string idempotency{};

  void note(const net::Request& request) override {
    bodies.push_back(std::string(net::name(request.method)) + ' ' + request.body);
    query = request.query;
    idempotency = request.headers.get("Idempotency-Key");
  }
};

constexpr const char* no_pauses = R"({"success":true,"pause_state":{"paused":false,"pauses":[],"active_breakers":[]}})";
constexpr const char* positions =
    R"({"positions":[{"position_id":"p1","asset":"SOL","status":"open","leverage":3,"deployed_usd":1250.5,)"
    R"("delta_ratio":0.0021,"asgard_hf":null,"hyperliquid_mf":0.12,"health_status":"healthy","funding_pnl_usd":1.25,)"
    R"("total_pnl_usd":-0.5,"apy":null,"hold_duration_hours":2}],"summary":{"open_positions":1,)"
    R"("total_deployed_usd":1250.5,"total_pnl_usd":-0.5},"age_ms":400,"source":"live"})";

TEST_F(ControlTest, positions_show_figures_and_what_is_not_known_as_unknown) {
  keep("/api/v1/positions", positions);
  robson.terminal = true;
  robson.size = {160, 40};
  const auto ran = robson({"bot", "positions", "--bot", "second", "--color", "never"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(query, "bot=second");
  EXPECT_THAT(ran.out, AllOf(HasSubstr("$1,250.50"), HasSubstr("0.21%"), HasSubstr("—"), HasSubstr("12.00%")));
  EXPECT_THAT(ran.out, HasSubstr("1 open, $1,250.50 deployed"));
  robson.terminal = false;
  EXPECT_EQ(robson({"bot", "positions", "--json"}).out, std::string(positions) + '\n');
}

TEST_F(ControlTest, of_a_bot_that_is_away_the_last_known_is_shown_as_stale_and_ends_with_7) {
  keep(
      "/api/v1/positions",
      std::string(
          R"({"type":"about:blank","title":"x","status":503,"code":"BOT_UNAVAILABLE","detail":"It is away.",)") +
          R"("correlation_id":"c-7","error":"Bot unavailable","message":"x","cached_at":"2026-01-02T03:04:05.000Z","retry_after":5,"cached_data":)" +
          positions + "}",
      503);
  robson.terminal = true;
  robson.size = {160, 40};
  const auto ran = robson({"bot", "positions", "--color", "never"});
  EXPECT_EQ(ran.exit, 7);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("STALE: the bot is away. As it was at 2026-01-02T03:04:05.000Z"),
                             HasSubstr("$1,250.50")));
}

TEST_F(ControlTest, a_pause_says_scope_and_reason_and_carries_a_key) {
  keep("/api/v1/control/pause", no_pauses);
  EXPECT_EQ(robson({"bot", "pause", "--reason", "x"}).exit, 2);
  EXPECT_EQ(robson({"bot", "pause", "--scope", "everything", "--reason", "x"}).exit, 2);
  EXPECT_EQ(robson({"bot", "pause", "--scope", "entry"}).exit, 2);
  EXPECT_THAT(bodies, ElementsAre());
  EXPECT_EQ(robson({"bot", "pause", "--scope", "entry", "--reason", "funding turns"}).exit, 0);
  EXPECT_THAT(bodies, ElementsAre(R"(POST {"reason":"funding turns","scope":"entry","including_emergency":false})"));
  EXPECT_THAT(idempotency, Not(""));
}

TEST_F(ControlTest, what_gives_rights_back_or_takes_protection_away_is_asked_for) {
  keep("/api/v1/control/resume", no_pauses);
  keep("/api/v1/control/pause", no_pauses);
  keep("/api/v1/circuit-breakers/lst_depeg/resolve", R"({"circuit_breakers":[]})");
  const std::vector<std::vector<std::string>> asking = {
      {"bot", "resume"},
      {"bot", "pause", "--scope", "all", "--reason", "x", "--including-emergency"},
      {"bot", "breakers", "resolve", "lst_depeg", "--reason", "x"}};
  for (auto words : asking) {
    EXPECT_EQ(robson(words).exit, 2) << words[1];
    EXPECT_TRUE(bodies.empty());
    robson.input_is_terminal = true;
    robson.input = "\n";  // the preset is No
    EXPECT_EQ(robson(words).exit, 2) << words[1];
    EXPECT_TRUE(bodies.empty());
    robson.input_is_terminal = false;
    words.push_back("--yes");
    EXPECT_EQ(robson(words).exit, 0) << words[1];
    EXPECT_EQ(bodies.size(), 1U);
    bodies.clear();
  }
}

TEST_F(ControlTest, flatten_wants_the_word_typed_and_an_unconfirmed_stop_ends_with_8) {
  const auto stop = [](const char* state) {
    return std::string(R"({"id":3,"mode":"flatten","reason":"x","bots":[{"bot":"main","state":")") + state +
           R"(","attempts":1,"positions_left":2,"detail":null}],"kill_switch":true})";
  };
  keep("/api/v1/control/emergency-stop", {{202, stop("REQUESTED")}, {202, stop("CONFIRMED")}});
  const std::vector<std::string> words = {"bot", "emergency-stop", "--mode", "flatten", "--reason", "x"};
  robson.input_is_terminal = true;
  robson.input = "y\n";
  EXPECT_EQ(robson(words).exit, 2);
  EXPECT_TRUE(bodies.empty());
  robson.input = "FLATTEN\n";
  const auto ran = robson(words);
  EXPECT_EQ(ran.exit, 8);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("REQUESTED, NOT CONFIRMED"), HasSubstr("positions left: 2")));
  EXPECT_EQ(bodies.back(), R"(POST {"reason":"x","mode":"flatten"})");
  EXPECT_EQ(robson({"bot", "emergency-stop", "--reason", "x"}).exit, 0) << "halt is not asked about";
  EXPECT_EQ(bodies.back(), R"(POST {"reason":"x","mode":"halt"})");
}

TEST_F(ControlTest, where_the_server_wants_to_know_again_who_asks_the_password_is_given_and_the_change_sent_once_more) {
  keep("/api/v1/control/emergency-stop",
       {{403, fake::Robsond::problem(403, "STEP_UP_REQUIRED", "Sign in again.")},
        {202, R"({"id":3,"mode":"halt","reason":"x","bots":[],"kill_switch":true})"}});
  keep("/api/v1/auth/step-up", "", 204);
  robson.input_is_terminal = true;
  const auto ran = robson({"bot", "emergency-stop", "--reason", "x"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(bodies, ElementsAre(R"(POST {"reason":"x","mode":"halt"})", R"(POST {"password":"secret"})",
                                  R"(POST {"reason":"x","mode":"halt"})"));
  EXPECT_THAT(ran.err + ran.out, Not(HasSubstr("secret")));
}

TEST_F(ControlTest, without_a_terminal_the_second_password_comes_from_standard_input_or_not_at_all) {
  keep("/api/v1/control/pause", {{403, fake::Robsond::problem(403, "STEP_UP_REQUIRED", "Sign in again.")}});
  keep("/api/v1/auth/step-up", "", 204);
  const std::vector<std::string> words = {"bot", "pause", "--scope", "all", "--reason", "x"};
  const auto refused = robson(words);
  EXPECT_EQ(refused.exit, 2);
  EXPECT_THAT(refused.err, HasSubstr("--password-stdin"));
  robson.input = "mine\n";
  EXPECT_EQ(robson({"bot", "pause", "--scope", "all", "--reason", "x", "--password-stdin"}).exit, 5)
      << "asked again, the server says no again: that is the answer";
  EXPECT_EQ(bodies[bodies.size() - 2], R"(POST {"password":"mine"})");
}

TEST_F(ControlTest, a_configuration_is_sent_whole_with_the_version_that_was_read) {
  keep("/api/v1/config",
       R"({"bot":{"enable_auto_exit":true},"risk":{"max_leverage":4,"max_gas_usd":0.010},"version":7,)"
       R"("updated_at":"2026-01-02T03:04:05.000Z","updated_by":"ana"})");
  EXPECT_EQ(robson({"bot", "config", "set", "leverage=3", "--yes"}).exit, 2) << "no such member";
  EXPECT_EQ(robson({"bot", "config", "set", "max_leverage=much", "--yes"}).exit, 2);
  EXPECT_EQ(robson({"bot", "config", "set", "enable_auto_exit=1", "--yes"}).exit, 2);
  bodies.clear();
  const auto ran = robson({"bot", "config", "set", "max_leverage=3", "--set", "bot.enable_auto_exit=false", "--reason",
                           "less risk", "--yes"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(bodies.back(), R"(PUT {"bot":{"enable_auto_exit":false},"risk":{"max_leverage":3,"max_gas_usd":0.010},)"
                           R"("expected_version":7,"reason":"less risk"})");
}

TEST_F(ControlTest, history_asks_for_its_period_and_shows_the_summary) {
  keep("/api/v1/history/pnl",
       R"({"period":"30d","resolution":"1hour","truncated":true,"data_points":[{"timestamp":)"
       R"("2026-01-02T03:00:00.000Z","realized_pnl":1,"unrealized_pnl":null,"total_pnl":-2.5,"funding_pnl":0,)"
       R"("position_pnl":0}],"summary":{"total_realized":1,"total_unrealized":null,"win_rate":0.75,)"
       R"("avg_pnl_per_trade":30.12,"trades":4}})");
  robson.terminal = true;
  robson.size = {160, 40};
  const auto ran = robson({"bot", "history", "pnl", "--days", "30", "--position", "p1", "--color", "never"});
  EXPECT_EQ(query, "days=30&position_id=p1");
  EXPECT_THAT(ran.out,
              AllOf(HasSubstr("The oldest points are left out."), HasSubstr("75.00% won"), HasSubstr("−$2.50")));
  EXPECT_EQ(robson({"bot", "history", "pnl", "--days", "366"}).exit, 2);
}

TEST_F(ControlTest, a_new_user_gets_a_password_that_no_argument_held) {
  keep("/api/v1/users", R"({"id":2,"username":"ana","role":"operator","active":true})", 201);
  robson.input = "long enough\n";
  const auto ran = robson({"user", "add", "ana", "--role", "operator", "--password-stdin"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(bodies, ElementsAre(R"(POST {"username":"ana","role":"operator","password":"long enough"})"));
  EXPECT_THAT(ran.out + ran.err, Not(HasSubstr("long enough")));
}

TEST_F(ControlTest, a_user_is_changed_by_name_after_a_yes) {
  keep("/api/v1/users", R"({"users":[{"id":1,"username":"admin"},{"id":2,"username":"ana"}]})");
  keep("/api/v1/users/2", R"({"id":2,"username":"ana","role":"viewer","active":false})");
  EXPECT_EQ(robson({"user", "disable", "ana"}).exit, 2);
  EXPECT_EQ(robson({"user", "disable", "ana", "--yes"}).exit, 0);
  EXPECT_EQ(bodies.back(), R"(PATCH {"active":false})");
  EXPECT_EQ(robson({"user", "role", "ana", "viewer", "--yes"}).exit, 0);
  EXPECT_EQ(bodies.back(), R"(PATCH {"role":"viewer"})");
  EXPECT_EQ(robson({"user", "role", "eve", "viewer", "--yes"}).exit, 3);
}

TEST_F(ControlTest, a_new_key_goes_to_standard_output_alone_and_a_revoked_one_needs_a_yes) {
  keep("/api/v1/api-keys", R"({"api_key":"rk_abc","key":{"id":3}})", 201);
  keep("/api/v1/api-keys/3", "", 204);
  const auto ran = robson({"apikey", "add", "grafana", "--scope", "read,operate", "--expires", "30"});
  EXPECT_EQ(ran.out, "rk_abc\n");
  EXPECT_THAT(ran.err, Not(HasSubstr("rk_abc")));
  EXPECT_EQ(bodies.back(), R"(POST {"name":"grafana","scopes":["read","operate"],"expires_in_days":30})");
  EXPECT_EQ(robson({"apikey", "add", "grafana", "--scope", "all"}).exit, 2);
  EXPECT_EQ(robson({"apikey", "revoke", "3"}).exit, 2);
  EXPECT_EQ(robson({"apikey", "revoke", "3", "--yes"}).exit, 0);
  EXPECT_EQ(bodies.back(), "DELETE ");
}

TEST_F(ControlTest, a_program_signs_in_with_a_key_that_goes_in_place_of_a_session) {
  const auto login = [&](const std::string& line) {
    robson.input = line + '\n';
    return robson({"login", "--api-key-stdin"});
  };
  EXPECT_EQ(login("two words").exit, 2);
  EXPECT_EQ(login("bad-key").exit, 4);
  EXPECT_THAT(fake::read_file(robson.credentials_path()), Not(HasSubstr("bad-key")));
  const auto ran = login("good-key");
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out + ran.err, Not(HasSubstr("good-key")));
  robsond.expire_access();
  EXPECT_EQ(robson({"whoami"}).exit, 0);
  EXPECT_EQ(robsond.last_authorization(), "") << "a key and a token are never sent together";
  EXPECT_EQ(robson({"logout"}).exit, 0);
  EXPECT_EQ(robson({"whoami"}).exit, 4);
}

TEST_F(ControlTest, a_second_factor_is_asked_for_when_the_server_wants_it) {
  robsond.replace("/api/v1/auth/login", [&](const net::Request& request) {
    const std::lock_guard lock(mutex);
    bodies.push_back(request.body);
    if (request.body.find("123456") != std::string::npos) {
      return net::Response{.status = 200, .body = json::text_of(wire::Login{"a", "r", "bearer", 60})};
    }
    return net::Response{.status = 401,
                         .content_type = "application/problem+json",
                         .body = fake::Robsond::problem(401, "TOTP_REQUIRED", "Send the code, too.")};
  });
  robson.input = "secret\n123456\n";
  EXPECT_EQ(robson({"login", "--username", "admin", "--password-stdin"}).exit, 0);
  EXPECT_EQ(bodies.size(), 2U);
  robson.input = "secret\n";
  const auto without = robson({"login", "--username", "admin", "--password-stdin"});
  EXPECT_EQ(without.exit, 4);
  EXPECT_THAT(without.err, Not(HasSubstr("password is wrong")));
}

// ---- an exported audit
// -----------------------------------------------------------------------------------------------

std::string hex(const unsigned char* bytes, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += fmt::format("{:02x}", bytes[i]);
  return text;
}

// Writes an export as the server does, by the definition and not by the code under test.
struct Exporter {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  std::string prev = std::string(64, '0');
  int seq = 0;
  std::vector<std::string> lines{};
  Exporter() = default;
  Exporter(const Exporter&) = delete;
  Exporter& operator=(const Exporter&) = delete;
  ~Exporter() { EVP_PKEY_free(key); }

  static std::string part(const std::string& text) { return std::to_string(text.size()) + ':' + text; }
  void entry(const std::string& user, const std::string& detail) {
    ++seq;
    const std::string bytes = part("robson audit 1") + part("1") + part(std::to_string(seq)) +
                              part("1767323045678000") + part(user) + part("admin") + part("control.pause") +
                              part("main") + part("done") + "-" + part(detail) + part("10.0.0.1") + part("c-7") +
                              part(prev);
    std::array<unsigned char, 32> digest{};
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    const std::string hash = hex(digest.data(), digest.size());
    lines.push_back(fmt::format(
        R"({{"seq":{},"at":"2026-01-02T03:04:05.678Z","user":"{}","role":"admin","action":"control.pause",)"
        R"("target":"main","outcome":"done","status":null,"detail":{},"address":"10.0.0.1","correlation_id":"c-7",)"
        R"("prev_hash":"{}","hash":"{}"}})",
        seq, user, detail, prev, hash));
    prev = hash;
  }
  std::string public_key() const {
    std::array<unsigned char, 32> open{};
    std::size_t size = open.size();
    EVP_PKEY_get_raw_public_key(key, open.data(), &size);
    return hex(open.data(), size);
  }
  std::string head() const {
    const std::string at = "2026-01-03T00:00:00.000Z";
    const std::string text = std::to_string(seq) + '\n' + prev + '\n' + at;
    std::array<unsigned char, 64> signature{};
    std::size_t size = signature.size();
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, nullptr, nullptr, nullptr, key);
    EVP_DigestSign(context, signature.data(), &size, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    EVP_MD_CTX_free(context);
    return fmt::format(R"({{"seq":{},"hash":"{}","at":"{}","signature":"{}","public_key":"{}"}})", seq, prev, at,
                       hex(signature.data(), size), public_key());
  }
  std::string text() const { return fmt::format("{}\n{}\n", fmt::join(lines, "\n"), head()); }
};

std::int64_t fault_at(const std::string& text, const std::optional<KeptHead>& kept = {}) {
  const auto proof = prove_audit(text, 1, kept, {});
  return proof ? -1 : proof.error().seq;
}

struct AuditFile : testing::Test {
  Exporter chain{};
  AuditFile() {
    chain.entry("ana", R"({"reason":"a \"quoted\" one","scope":"entry"})");
    chain.entry("bob", "{}");
    chain.entry("ana", R"({"reason":"x"})");
  }
  std::string with(const std::string& from, const std::string& to) const {
    std::string text = chain.text();
    text.replace(text.find(from), from.size(), to);
    return text;
  }
};

TEST_F(AuditFile, an_export_is_proved_without_the_server) {
  const auto proof = prove_audit(chain.text(), 1, KeptHead{3, chain.prev}, chain.public_key());
  ASSERT_TRUE(proof) << proof.error().what;
  EXPECT_EQ(proof->entries, 3);
  EXPECT_EQ(proof->public_key, chain.public_key());
}

TEST_F(AuditFile, whatever_is_changed_shows) {
  EXPECT_EQ(fault_at(with("\"bob\"", "\"eve\"")), 2);
  EXPECT_EQ(fault_at(with("quoted", "wanted")), 1);
  EXPECT_EQ(fault_at(with(chain.lines[1] + '\n', "")), 2) << "taken out";
  EXPECT_EQ(fault_at(with(chain.lines[1], chain.lines[2])), 2) << "moved";
  EXPECT_EQ(fault_at(with(chain.lines[2] + '\n', "")), 3) << "cut off before the head";
  EXPECT_EQ(fault_at(chain.lines[0] + '\n'), 2) << "cut off with the head";
  EXPECT_EQ(fault_at(chain.text() + chain.lines[0]), 4) << "put behind the head";
  EXPECT_EQ(fault_at("nonsense"), 1);
  EXPECT_EQ(fault_at(""), 1);
}

TEST_F(AuditFile, a_kept_head_and_a_known_key_are_held_against_it) {
  EXPECT_EQ(fault_at(chain.text(), KeptHead{2, std::string(64, '1')}), 2);
  EXPECT_EQ(fault_at(chain.text(), KeptHead{9, std::string(64, '1')}), 4);
  EXPECT_FALSE(prove_audit(chain.text(), 2, {}, {})) << "another client's";
  EXPECT_FALSE(prove_audit(chain.text(), 1, {}, std::string(64, 'a')));
  std::string forged = chain.text();
  forged.replace(forged.find("2026-01-03"), 10, "2026-01-04");
  EXPECT_FALSE(prove_audit(forged, 1, {}, {})) << "the signature is of another moment";
}

TEST_F(ControlTest, a_broken_chain_ends_with_1) {
  keep("/api/v1/audit/verify",
       R"({"ok":false,"entries":1,"head":{"seq":1,"hash":"ab"},"fault":{"seq":2,"what":"That entry is missing."}})");
  robson.terminal = true;
  const auto ran = robson({"audit", "verify", "--color", "never"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_THAT(ran.out, HasSubstr("BROKEN at entry 2: That entry is missing."));
}

}  // namespace
}  // namespace robson::cli
