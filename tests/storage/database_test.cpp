#include "storage/database.hpp"

#include <atomic>
#include <future>
#include <latch>

#include "storage/fixture.hpp"
#include "storage/session.hpp"
#include "storage/settings.hpp"
#include "storage/sqlite.hpp"
#include "support/run_task.hpp"

namespace robson::storage {
namespace {

struct DatabaseTest : StorageTest {
  std::string setting(const std::string& key) {
    return read([key](Session& s) { return find_setting(s, installation, key); }).value().value_or("");
  }
  // Holds the writer until the returned promise is set, so that what is queued meanwhile becomes one batch.
  std::pair<std::jthread, std::shared_ptr<std::promise<void>>> hold_writer() {
    auto gate = std::make_shared<std::promise<void>>();
    std::latch started(1);
    std::jthread holder([&started, gate, database = database_.get()] {
      static_cast<void>(database->write_now([&started, gate](Session&) {
        started.count_down();
        gate->get_future().wait();
      }));
    });
    started.wait();
    return {std::move(holder), gate};
  }
};

net::Task<std::optional<std::string>> put_and_find(Database& database) {
  const auto put = co_await database.write([](Session& s) { put_setting(s, installation, "key", "value"); });
  if (!put) co_return std::nullopt;
  auto found = co_await database.read([](Session& s) { return find_setting(s, installation, "key"); });
  co_return found ? *found : std::nullopt;
}

TEST_F(DatabaseTest, a_task_on_the_loop_reads_what_it_wrote) {
  net::Context context(1);
  EXPECT_EQ(support::run_task(context, put_and_find(*database_)), "value");
}

TEST_F(DatabaseTest, what_was_written_is_there_after_opening_again) {
  ASSERT_TRUE(write([](Session& s) { put_setting(s, installation, "key", "value"); }));
  reopen();
  EXPECT_EQ(setting("key"), "value");
}

TEST_F(DatabaseTest, a_job_that_throws_leaves_no_trace) {
  const auto failed = write([](Session& s) -> int {
    put_setting(s, installation, "key", "value");
    throw std::runtime_error("broken");
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, StorageErrorKind::failed);
  EXPECT_EQ(failed.error().text, "broken");
  EXPECT_EQ(setting("key"), "");
  EXPECT_TRUE(database_->is_writable());
}

TEST_F(DatabaseTest, a_job_that_returns_a_failed_result_leaves_no_trace) {
  const auto refused = write([](Session& s) -> Result<int, std::string> {
    put_setting(s, installation, "key", "value");
    return Unexpected(std::string("refused"));
  });
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->error(), "refused");
  EXPECT_EQ(setting("key"), "");
}

TEST_F(DatabaseTest, a_failing_job_spoils_no_other_of_its_batch) {
  auto [holder, gate] = hold_writer();
  std::vector<std::jthread> writers;
  std::atomic<int> good = 0;
  std::atomic<int> bad = 0;
  for (int i = 0; i < 20; ++i) {
    writers.emplace_back([&, i] {
      const auto done = write([i](Session& s) {
        put_setting(s, installation, "k" + std::to_string(i), "v");
        if (i % 3 == 0) s.run("insert into clients (name, active, created_at) values ('x', 7, 0)");
      });
      ++(done ? good : bad);
    });
  }
  gate->set_value();
  writers.clear();
  EXPECT_EQ(bad, 7);
  EXPECT_EQ(good, 13);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(setting("k" + std::to_string(i)), i % 3 == 0 ? "" : "v") << i;
}

TEST_F(DatabaseTest, queued_jobs_share_one_commit) {
  auto [holder, gate] = hold_writer();
  // Each job looks from outside: of the jobs before it nothing is committed yet.
  net::Context context(1);
  std::vector<int> seen;
  for (int i = 0; i < 10; ++i) {
    support::start_task(context, database_->write([i, file = directory_ / "robson.db"](Session& s) {
      put_setting(s, installation, "n" + std::to_string(i), "v");
      int committed = 0;
      auto other = sqlite::open(file, sqlite::Access::read_only);
      (*other)->first("select count(*) from settings where key like 'n%'", into(committed));
      return committed;
    }),
                        [&](Result<int, StorageError> result) { seen.push_back(result.value_or(-1)); });
  }
  context.poll();
  gate->set_value();
  context.run();
  EXPECT_EQ(seen, std::vector<int>(10, 0));
  EXPECT_EQ(setting("n9"), "v");
}

TEST_F(DatabaseTest, a_full_queue_refuses_at_once) {
  reopen({.write_queue = 2});
  auto [holder, gate] = hold_writer();
  net::Context context(1);
  std::vector<std::optional<StorageErrorKind>> answers;
  for (int i = 0; i < 3; ++i) {
    support::start_task(context, database_->write([](Session&) {}), [&](Result<void, StorageError> result) {
      answers.push_back(result ? std::nullopt : std::optional(result.error().kind));
    });
  }
  context.poll();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0], StorageErrorKind::busy);
  gate->set_value();
  context.run();
  EXPECT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[2], std::nullopt);
}

TEST_F(DatabaseTest, after_a_failed_commit_nothing_is_written_and_reading_goes_on) {
  ASSERT_TRUE(write([](Session& s) { put_setting(s, installation, "before", "v"); }));
  const auto failed = write([](Session& s) {
    s.run("pragma defer_foreign_keys = on");
    s.run(
        "insert into users (client_id, name, password_hash, role, active, created_at) "
        "values (77, 'nobody', 'x', 'viewer', 1, 0)");
  });
  ASSERT_FALSE(failed);
  EXPECT_FALSE(database_->is_writable());
  const auto later = write([](Session& s) { put_setting(s, installation, "after", "v"); });
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().kind, StorageErrorKind::stopped);
  EXPECT_EQ(setting("before"), "v");
  EXPECT_EQ(setting("after"), "");
}

TEST_F(DatabaseTest, a_full_disk_fails_the_job_and_loses_nothing_that_was_committed) {
  ASSERT_TRUE(write([](Session& s) { put_setting(s, installation, "before", "v"); }));
  const auto failed = write([](Session& s) {
    int pages = 0;
    s.first("pragma max_page_count = 40", into(pages));
    put_setting(s, installation, "big", std::string(1 << 20, 'x'));
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(setting("before"), "v");
  EXPECT_EQ(setting("big"), "");
}

TEST_F(DatabaseTest, readers_cannot_write) {
  const auto refused = read([](Session& s) { put_setting(s, installation, "key", "value"); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(setting("key"), "");
}

TEST_F(DatabaseTest, a_read_job_sees_one_snapshot) {
  const auto counts = read([this](Session& s) {
    int before = 0;
    int after = 0;
    s.first("select count(*) from settings", into(before));
    static_cast<void>(write([](Session& w) { put_setting(w, installation, "key", "value"); }));
    s.first("select count(*) from settings", into(after));
    return std::pair(before, after);
  });
  EXPECT_EQ(counts->first, counts->second);
  EXPECT_EQ(setting("key"), "value");
}

TEST_F(DatabaseTest, an_error_names_no_values) {
  const auto failed = write([](Session& s) {
    const std::string secret = "hunter2";
    s.run(
        "insert into users (client_id, name, password_hash, role, active, created_at) "
        "values (1, 'x', :hash, 'nonsense', 1, 0)",
        secret);
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().text.find("hunter2"), std::string::npos);
}

TEST_F(DatabaseTest, an_unfinished_statement_is_forgotten) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(write([i](Session& s) { put_setting(s, installation, std::to_string(i), "v"); }));
  }
  const auto failed = write([](Session& s) {
    std::string key;
    s.each("select key from settings order by key", into(key), [] { throw std::runtime_error("enough"); });
  });
  EXPECT_FALSE(failed);
  EXPECT_TRUE(write([](Session& s) { put_setting(s, installation, "later", "v"); }));
  EXPECT_EQ(setting("later"), "v");
}

TEST_F(DatabaseTest, two_rows_where_one_was_meant_are_an_error) {
  const auto failed = read([](Session& s) {
    int value = 0;
    s.first("select 1 union all select 2", into(value));
  });
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().text.find("gave two"), std::string::npos);
}

TEST_F(DatabaseTest, closing_finishes_what_is_queued) {
  auto [holder, gate] = hold_writer();
  net::Context context(1);
  int answered = 0;
  for (int i = 0; i < 5; ++i) {
    support::start_task(context,
                        database_->write([i](Session& s) { put_setting(s, installation, std::to_string(i), "v"); }),
                        [&](Result<void, StorageError> result) { answered += result ? 1 : 0; });
  }
  context.poll();
  gate->set_value();
  reopen();
  context.run();
  EXPECT_EQ(answered, 5);
  EXPECT_EQ(setting("4"), "v");
}

TEST_F(DatabaseTest, many_threads_write_and_read_at_once) {
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 50; ++i) {
        const auto key = std::to_string(t) + "." + std::to_string(i);
        ASSERT_TRUE(write([key](Session& s) { put_setting(s, installation, key, key); }));
        ASSERT_EQ(setting(key), key);
      }
    });
  }
}

}  // namespace
}  // namespace robson::storage
