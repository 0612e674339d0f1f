// The audit's chain: what was written is found as it was, and whatever was done to it since shows.
#include "accounts/audit_log.hpp"

#include "accounts/fixture.hpp"
#include "storage/session.hpp"

namespace robson::accounts {
namespace {

using storage::AuditScope;
using storage::Installation;
using storage::Tenant;

AuditEntry pause_by(const std::string& user) {
  return {.user = user,
          .role = Role::operator_,
          .action = "control.pause",
          .target = "default",
          .outcome = AuditOutcome::done,
          .status = 200,
          .detail = {{"scope", "entry"}, {"reason", "funding turns"}},
          .address = "10.0.0.1",
          .correlation_id = "c-1"};
}

class AuditTest : public AccountsTest {
 protected:
  AuditTest() { open_log(); }
  void open_log() { log = AuditLog::open(clock, *database).value(); }
  void record(AuditEntry entry, std::optional<AuditScope> where = {}) {
    const auto written = run(log->record(where.value_or(scope), std::move(entry)));
    ASSERT_TRUE(written) << written.error().text;
    clock.advance(std::chrono::seconds(1));
  }
  void record_three() {
    record(pause_by("ada"));
    record({.user = "", .action = "auth.login", .outcome = AuditOutcome::refused, .status = 401});
    record(pause_by("eve"));
  }
  // As whoever has the file in hand, past the triggers.
  void tamper(const std::string& statement) {
    const auto done = database->write_now([&](storage::Session& session) {
      session.run_text("drop trigger if exists audit_is_never_changed");
      session.run_text("drop trigger if exists audit_is_never_cut");
      session.run_text("drop trigger if exists audit_grows_at_its_end");
      session.run_text("pragma ignore_check_constraints = on");
      session.run_text(statement);
    });
    ASSERT_TRUE(done) << statement << ": " << done.error().text;
  }
  std::optional<AuditFault> fault(std::optional<AuditHead> kept = {}) {
    // Not the log's own memory of what it wrote: as after a restart.
    return verify_now(*database, log->key(), scope, std::move(kept), clock.now()).fault;
  }
  std::int64_t entries() { return verify_now(*database, log->key(), scope, std::nullopt, clock.now()).entries; }
  std::vector<storage::StoredAuditRow> rows() {
    return database->read_now([&](storage::Session& s) { return storage::audit_rows_after(s, scope, 0, 1000); })
        .value();
  }

  std::unique_ptr<AuditLog> log;
  AuditScope scope = [] { return AuditScope(Tenant(TenantId{1})); }();
};

// An export has no more than milliseconds, and has to prove the same hash.
TEST_F(AuditTest, a_row_is_of_a_whole_millisecond) {
  clock.advance(Duration(1'234'567));
  record(pause_by("ada"));
  EXPECT_EQ(rows().back().row.at.us % 1000, 0);
  EXPECT_FALSE(fault());
}

TEST_F(AuditTest, rows_follow_each_other_without_gaps) {
  const std::int64_t before = entries();  // the owner's, who made client and users
  record_three();
  EXPECT_EQ(fault(), std::nullopt) << fault()->what;
  EXPECT_EQ(entries(), before + 3);
  const auto all = rows();
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].row.seq, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(all[i].row.prev_hash, i == 0 ? std::string(no_hash) : all[i - 1].row.hash);
  }
}

// Made by hand with another program: sha256 of the documented form.
TEST(AuditHash, is_that_of_the_documented_form) {
  const storage::AuditRow row{.seq = 7,
                              .at = {1'700'000'000'000'000},
                              .user = "ada",
                              .role = "operator",
                              .action = "control.pause",
                              .target = "default",
                              .outcome = "done",
                              .status = 200,
                              .detail = R"({"scope":"entry"})",
                              .address = "10.0.0.1",
                              .correlation_id = "c-1",
                              .prev_hash = std::string(no_hash)};
  EXPECT_EQ(hash_of(AuditScope(Tenant(TenantId{3})), row),
            "aacd0a807991e7f5475dc4ca43d157f75a6302dff08c396042ead68acef4c9ce");
  storage::AuditRow bare = row;
  bare.role.reset();
  bare.status.reset();
  EXPECT_EQ(hash_of(AuditScope(Installation{}), bare),
            "4ce42c0be779a6217a77d762a6c06c83f223b8c98f05285653d7305d10107df6");
}

TEST_F(AuditTest, any_changed_character_of_any_column_is_found) {
  record_three();
  const auto all = rows();
  const std::vector<std::string> texts = {"user_name", "role",    "action",         "target",    "outcome",
                                          "detail",    "address", "correlation_id", "prev_hash", "hash"};
  for (const auto& stored : all) {
    const std::string where = " where client_id = 1 and seq = " + std::to_string(stored.row.seq);
    for (const std::string& column : texts) {
      const auto length = database
                              ->read_now([&](storage::Session& s) {
                                int size = 0;
                                s.connection() << "select coalesce(length(" + column + "), 0) from audit" + where,
                                    soci::into(size);
                                return size;
                              })
                              .value();
      for (int at = 1; at <= length; ++at) {
        const std::string place = std::to_string(at);
        const auto swap_bit = [&](const char* step) {
          return "update audit set " + column + " = substr(" + column + ", 1, " + place +
                 " - 1) || char(unicode(substr(" + column + ", " + place + ", 1)) " + step + ") || substr(" + column +
                 ", " + place + " + 1)" + where;
        };
        tamper(swap_bit("+ 1"));
        const auto found = fault();
        ASSERT_TRUE(found) << column << " of row " << stored.row.seq << ", character " << at;
        EXPECT_LE(found->seq, stored.row.seq);
        tamper(swap_bit("- 1"));
        ASSERT_FALSE(fault());
      }
    }
  }
}

TEST_F(AuditTest, any_changed_number_is_found) {
  record_three();
  for (const auto& stored : rows()) {
    const std::string where = " where client_id = 1 and seq = " + std::to_string(stored.row.seq);
    for (const char* column : {"at", "status"}) {
      for (int bit = 0; bit < 62; ++bit) {
        const std::string change = std::string("update audit set ") + column + " = (coalesce(" + column + ", 0) | " +
                                   std::to_string(1LL << bit) + ") - (coalesce(" + column + ", 0) & " +
                                   std::to_string(1LL << bit) + ")" + where;
        if (std::string(column) == "status" && !stored.row.status) continue;
        tamper(change);
        ASSERT_TRUE(fault()) << column << " of row " << stored.row.seq << ", bit " << bit;
        tamper(change);
        ASSERT_FALSE(fault());
      }
    }
  }
}

TEST_F(AuditTest, a_value_of_another_kind_is_found) {
  record_three();
  for (const char* change :
       {"update audit set user_name = cast(user_name as blob) where client_id = 1 and seq = 1",
        "update audit set status = null where client_id = 1 and seq = (select max(seq) from audit where client_id = 1)",
        "update audit set role = '' where client_id = 1 and role is null and seq = 1"}) {
    const auto before = rows();
    tamper(change);
    EXPECT_TRUE(fault()) << change;
    tamper(
        "update audit set user_name = cast(user_name as text), status = coalesce(status, 200) where client_id = 1 "
        "and user_name <> 'owner'");
    tamper("update audit set user_name = cast(user_name as text), role = nullif(role, '') where client_id = 1");
  }
}

TEST_F(AuditTest, a_removed_a_swapped_and_a_repeated_row_are_found) {
  record_three();
  const std::int64_t last = entries();
  const std::string n = std::to_string(last - 1);
  tamper("create table kept as select * from audit");
  const auto restore = [&] {
    tamper("delete from audit");
    tamper("insert into audit select * from kept");
    ASSERT_FALSE(fault());
  };
  for (const std::string& change :
       {"delete from audit where client_id = 1 and seq = " + n, std::string("delete from audit where seq = 1"),
        "update audit set seq = seq + 100 where client_id = 1 and seq = " + n,
        "update audit set client_id = 9 where client_id = 1 and seq = " + n}) {
    tamper(change);
    EXPECT_TRUE(fault()) << change;
    restore();
  }
  tamper("update audit set seq = 1000 where client_id = 1 and seq = " + n);
  tamper("update audit set seq = " + n + " where client_id = 1 and seq = " + std::to_string(last));
  tamper("update audit set seq = " + std::to_string(last) + " where client_id = 1 and seq = 1000");
  EXPECT_EQ(fault()->seq, last - 1) << "the two have changed places";
}

TEST_F(AuditTest, a_cut_tail_is_missed) {
  record_three();
  const auto kept = run(log->head(scope)).value();
  const std::string last = std::to_string(kept.head.seq);
  tamper("delete from audit where client_id = 1 and seq = " + last);
  EXPECT_EQ(fault()->seq, kept.head.seq) << "by the note of the newest row";
  EXPECT_TRUE(run(log->verify(scope, std::nullopt)).fault);
  // Somebody who knows of the note, too, and a program that has started anew.
  tamper(
      "update audit_heads set seq = seq - 1, hash = (select hash from audit where client_id = 1 order by seq desc "
      "limit 1) where client_id = 1");
  EXPECT_EQ(fault(), std::nullopt) << "a chain by itself cannot show that";
  EXPECT_EQ(fault(kept.head)->seq, kept.head.seq) << "the head that was kept elsewhere does";
  EXPECT_TRUE(run(log->verify(scope, std::nullopt)).fault) << "and the memory of the program that wrote it";
}

TEST_F(AuditTest, a_kept_head_must_be_of_this_chain) {
  record_three();
  const auto head = run(log->head(scope)).value().head;
  EXPECT_EQ(fault(head), std::nullopt);
  record(pause_by("ada"));
  EXPECT_EQ(fault(head), std::nullopt) << "the chain has grown since";
  AuditHead other = head;
  other.hash[0] = other.hash[0] == 'a' ? 'b' : 'a';
  EXPECT_EQ(fault(other)->seq, head.seq);
}

TEST_F(AuditTest, a_lost_note_of_the_newest_row_is_found) {
  record_three();
  tamper("delete from audit_heads where client_id = 1");
  EXPECT_TRUE(fault());
}

TEST_F(AuditTest, the_tables_refuse_to_change_or_cut_or_part_the_chain) {
  record_three();
  const auto refused = [&](const std::string& statement) {
    return !database->write_now([&](storage::Session& session) { session.run_text(statement); });
  };
  EXPECT_TRUE(refused("update audit set user_name = 'eve'"));
  EXPECT_TRUE(refused("delete from audit where seq = 1"));
  EXPECT_TRUE(refused("delete from audit"));
  EXPECT_TRUE(
      refused("insert into audit select client_id, seq + 5, at, user_name, role, action, target, outcome, "
              "status, detail, address, correlation_id, prev_hash, hash from audit where seq = 1"));
  EXPECT_TRUE(
      refused("insert or replace into audit select client_id, seq, at, 'eve', role, action, target, outcome, "
              "status, detail, address, correlation_id, prev_hash, hash from audit where seq = 1"));
  EXPECT_EQ(fault(), std::nullopt);
}

TEST_F(AuditTest, each_client_and_the_installation_have_a_chain_of_their_own) {
  record(pause_by("ada"));
  const AuditScope installation{Installation{}};
  record({.user = "nobody", .action = "auth.login", .outcome = AuditOutcome::refused, .status = 401}, installation);
  EXPECT_EQ(run(log->verify(installation, std::nullopt)).entries, 1);
  const auto chains =
      database->read_now([](storage::Session& s) { return storage::audit_chains(s, Installation{}); }).value();
  EXPECT_EQ(chains, (std::vector<TenantId>{TenantId{0}, one, two}));
}

TEST_F(AuditTest, rows_written_at_once_follow_each_other_too) {
  for (int i = 0; i < 50; ++i) {
    support::start_task(context, log->record(scope, pause_by("ada" + std::to_string(i))), [](const auto&) {});
  }
  context.restart();
  context.run();
  EXPECT_EQ(fault(), std::nullopt);
  EXPECT_GE(entries(), 50);
}

TEST_F(AuditTest, a_head_is_signed_by_the_installations_key_which_stays) {
  record_three();
  const auto head = run(log->head(scope)).value();
  const std::string text = std::to_string(head.head.seq) + '\n' + head.head.hash + '\n' + to_rfc3339(head.at);
  EXPECT_TRUE(is_signed(text, head.signature, head.public_key));
  EXPECT_FALSE(is_signed(text + ' ', head.signature, head.public_key));
  EXPECT_FALSE(is_signed(text, head.signature, std::string(64, '0')));
  EXPECT_FALSE(is_signed(text, "nonsense", head.public_key));
  open_log();
  EXPECT_EQ(run(log->head(scope)).value().public_key, head.public_key);
}

TEST_F(AuditTest, a_key_that_others_may_read_is_refused) {
  std::filesystem::permissions(directory / "audit.key", std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  EXPECT_FALSE(AuditLog::open(clock, *database));
}

TEST(AuditText, has_no_control_characters_no_broken_characters_and_a_bound) {
  EXPECT_EQ(audit_text("a\r\nSet-Cookie: x\t\x7f", 100), "a??Set-Cookie: x??");
  EXPECT_EQ(audit_text(std::string_view("a\0b", 3), 100), "a?b");
  EXPECT_EQ(audit_text("\xC2\x85"
                       "x",
                       100),
            "??x")
      << "a control character of two bytes";
  EXPECT_EQ(audit_text("caf\xC3\xA9", 100), "caf\xC3\xA9");
  EXPECT_EQ(audit_text("caf\xC3\xA9", 4), "caf") << "no character is cut";
  EXPECT_EQ(audit_text("\xC3(\xFF", 100), "?(?");
  EXPECT_EQ(audit_text(std::string(1000, 'a'), 64).size(), 64U);
}

TEST_F(AuditTest, what_comes_from_outside_is_bounded_in_a_row) {
  AuditEntry entry = pause_by(std::string(100'000, 'u'));
  for (int i = 0; i < 100; ++i) entry.detail["k" + std::to_string(i)] = std::string(10'000, '"');
  record(std::move(entry));
  const auto row = rows().back().row;
  EXPECT_LE(row.user.size(), 128U);
  EXPECT_LE(row.detail.size(), 20'000U);
  EXPECT_EQ(fault(), std::nullopt);
}

}  // namespace
}  // namespace robson::accounts
