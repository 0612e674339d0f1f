// A database of an earlier program keeps what is in it.
#include "storage/desk_samples.hpp"
#include "storage/events.hpp"
#include "storage/migrations.hpp"
#include "storage/session.hpp"
#include "storage/show.hpp"
#include "storage/sqlite.hpp"

namespace robson::storage {
namespace {

struct MigrationTest : testing::Test {
  support::TemporaryDirectory directory;
  support::FakeClock clock;
  std::unique_ptr<Session> session = sqlite::open(directory / "robson.db", sqlite::Access::read_write).value();

  void bring_to(int version) {
    std::vector<Migration> known;
    for (const Migration& migration : migrations()) {
      if (migration.version <= version) known.push_back(migration);
    }
    const auto done = migrate(*session, known, sqlite_dialect, clock.now());
    ASSERT_TRUE(done) << done.error().text;
  }
  std::optional<Operation> find(std::int64_t id) { return find_operation(*session, Tenant({1}), {id}); }
};

TEST_F(MigrationTest, operation_one_of_the_first_program_is_kept_with_its_stop) {
  bring_to(3);
  session->run("insert into clients (name, active, created_at) values ('one', 1, 0)");
  session->run(
      "insert into operations (client_id, symbol, side, quantity, entry_price, stop_loss_price, take_profit_price, "
      "status, opened_at, closed_at, exit_price, realized_pnl, fees, source, strategy) values "
      "(1, 'BTCUSDC', 'BUY', '0.00033', '88837.92', '87061.16', '92391.44', 'ACTIVE', 1767000000000000, null, null, "
      "'0', '0', 'adopted', 'Mean Reversion'), "
      "(1, 'ETHUSDC', 'SELL', '2', '3000', '3100', null, 'CLOSED', 5, 9, '2900', '199.5', '0.5', 'executed', 'x'), "
      "(1, 'ETHUSDC', 'BUY', '2', '3000', '2900', null, 'CANCELLED', 5, null, null, '0', '0', 'executed', 'x')");
  bring_to(99);
  Operation first = operation_one();
  first.id = {1};
  first.tenant = {1};
  EXPECT_EQ(show(find(1).value()), show(first));
  const auto closed = find(2).value();
  EXPECT_EQ(closed.closed_at, Timestamp{9});
  EXPECT_EQ(closed.exit, Price{"2900"_d});
  EXPECT_EQ(closed.held, Quantity{});
  EXPECT_EQ(closed.initial_stop, Price{"3100"_d});
  EXPECT_EQ(closed.stop, Price{"3100"_d});
  EXPECT_EQ(closed.realized_pnl, Money{"199.5"_d});
  const auto cancelled = find(3).value();
  EXPECT_EQ(cancelled.status, OperationStatus::CANCELLED);
  EXPECT_EQ(cancelled.closed_at, Timestamp{5});
  EXPECT_EQ(last_operation(*session, installation), OperationId{3});
}

TEST_F(MigrationTest, events_of_earlier_programs_are_dropped_and_the_log_begins_anew) {
  bring_to(6);
  session->run("insert into clients (name, active, created_at) values ('one', 1, 0)");
  session->run("insert into events (client_id, seq, epoch, kind, payload, at) values (1, 9, 1, 'x', '{}', 5)");
  bring_to(99);
  const Tenant tenant({1});
  EXPECT_TRUE(events(*session, tenant, {}).rows.empty());
  EXPECT_EQ(log_start(*session, tenant).next_seq, 1);
}

TEST_F(MigrationTest, a_fresh_database_has_every_foreign_key_in_order) {
  bring_to(99);
  int broken = 0;
  std::string table;
  session->each("select \"table\" from pragma_foreign_key_check limit 10", into(table), [&] { ++broken; });
  EXPECT_EQ(broken, 0);
}

// The program runs on SQLite; the texts must stay such that PostgreSQL could take them.
TEST_F(MigrationTest, no_migration_uses_a_word_of_one_database_only) {
  for (const Migration& migration : migrations()) {
    for (const auto& statement : statements_of(migration.text, {.identity = "bigint", .decimal = "numeric"})) {
      for (const char* word : {"autoincrement", "collate", "pragma", "without rowid", "{"}) {
        EXPECT_EQ(statement.find(word), std::string::npos) << migration.name << ": " << word;
      }
    }
  }
}

}  // namespace
}  // namespace robson::storage
