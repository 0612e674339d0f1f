#pragma once
// A bot in the same program, which answers what the test says, and everything that the bridge needs around it.
#include <gmock/gmock.h>

#include <map>

#include "bots/bots.hpp"
#include "bots/samples.hpp"
#include "net/server.hpp"
#include "runtime/runtime.hpp"
#include "storage/clients.hpp"
#include "storage/journal.hpp"
#include "support/temporary_directory.hpp"

namespace robson::bots {
using namespace std::chrono_literals;

// What the runtime tells the readers of the feed.
class Heard final : public runtime::EventLog {
 public:
  std::vector<runtime::LogEntry> enter(const std::vector<engine::Event>& events, Timestamp now) override {
    std::vector<runtime::LogEntry> entries;
    for (const engine::Event& event : events) {
      const auto* noted = std::get_if<engine::BotNoted>(&event);
      if (noted == nullptr) continue;
      for (const engine::Told& told : noted->told) {
        entries.push_back({.tenant = noted->tenant,
                           .seq = ++seq_,
                           .channel = told.channel,
                           .type = told.type,
                           .data = told.data,
                           .at = now,
                           .urgent = told.urgent});
      }
    }
    return entries;
  }
  void committed(const std::vector<runtime::LogEntry>& entries) override {
    for (const auto& entry : entries) types.push_back(entry.type);
  }
  void lost(const std::vector<runtime::LogEntry>&) override {}
  std::vector<std::string> types;

 private:
  std::int64_t seq_ = 0;
};

class BotTest : public testing::Test {
 protected:
  using Answer = std::function<net::Response(const net::Request&)>;

  BotTest() {
    auto opened = storage::Database::open(directory.path(), clock);
    if (!opened) throw std::runtime_error(opened.error().text);
    database = std::move(*opened);
    const auto prepare = [&](storage::Session& session) {
      storage::insert_client(session, storage::Installation{}, "one", clock.now());
    };
    if (!database->write_now(prepare)) throw std::runtime_error("no client");
    journal = std::make_unique<storage::DatabaseJournal>(*database, clock, 1);
    runtime = std::make_unique<runtime::Runtime>(context, clock, *journal);
    runtime->set_log(heard);
    runtime->tell(engine::Restored{.installation = "test", .tenants = {{1}}});
    serve_all();
    start_server(0);
  }
  ~BotTest() override {
    if (bots) bots->stop();
    turn(300ms);
  }

  void serve_all() {
    answers["/health"] = [this](const net::Request&) {
      return body(
          as_bot_text(bot_api::Health{.status = "ok", .state = state, .version = "1", .time = clock.now() + skew}));
    };
    answers["/internal/stats"] = [this](const net::Request&) {
      return body(as_bot_text(bot_api::Stats{.state = state, .environment = "paper", .started_at = noon}));
    };
    answers["/internal/positions"] = [this](const net::Request&) { return body(positions_text(positions)); };
    answers["/internal/pause-state"] = [this](const net::Request&) { return body(as_bot_text(pauses)); };
    answers["/internal/events"] = [this](const net::Request& request) { return events_page(request); };
    answers["/internal/control/emergency-stop"] = [this](const net::Request& request) {
      stops.push_back(request.body);
      return body(R"({"success":true,"accepted_at":"2026-01-02T12:00:00Z","mode":"flatten","closing":["p1"]})");
    };
  }
  net::Response events_page(const net::Request& request) {
    const std::int64_t after = std::stoll(request.parameter("after").value_or("0"));
    const std::int64_t newest = events.empty() ? 0 : events.back().id;
    if (after > newest) return {.status = 410};
    std::string text = "{\"events\":[";
    bool first = true;
    for (const auto& event : events) {
      if (event.id <= after) continue;
      text += (first ? "" : ",") + as_bot_text(event);
      first = false;
    }
    return body(text + "],\"newest\":" + std::to_string(newest) + "}");
  }
  static net::Response body(std::string text) {
    net::Response response;
    response.body = std::move(text);
    return response;
  }

  void start_server(std::uint16_t at) {
    net::ServerOptions options{.port = at};
    server = std::make_unique<net::Server>(
        context, options,
        net::Handlers{.on_request =
                          [this](const net::Request& request, net::Respond respond) {
                            ++asked[request.path];
                            keys.insert(std::string(request.headers.get("X-API-Key")));
                            const auto found = answers.find(request.path);
                            respond(found == answers.end() ? net::Response{.status = 404} : found->second(request));
                          },
                      .on_upgrade = [](const net::Request&) { return net::Response{.status = 404}; }});
    ASSERT_TRUE(server->start());
    port = server->port();
  }
  void attach() {
    std::vector<Attachment> attachments = {{.name = "alpha",
                                            .url = {.host = "127.0.0.1", .port = port, .target = "/"},
                                            .key = Secret("the-key"),
                                            .is_default = true}};
    auto kept =
        database->read_now([&](storage::Session& session) { return kept_bots(session, attachments, {TenantId{1}}); });
    const BotOptions quick{.rest = 300ms,
                           .health_interval = 40ms,
                           .positions_interval = 40ms,
                           .interval = 80ms,
                           .save_interval = 50ms,
                           .intake_interval = 100ms,
                           .sample_interval = 200ms};
    bots = std::make_unique<Bots>(
        Bot::Parts{.context = context, .clock = clock, .runtime = *runtime, .database = *database, .options = quick},
        std::move(attachments), std::move(*kept));
    bots->start();
  }
  // Another run of the bridge over the same data.
  void restart() {
    bots->stop();
    turn(500ms);
    ended.push_back(std::move(bots));  // tasks of it still sleep
    attach();
  }
  Bot& bot() { return *bots->find({1}); }

  bool until(const std::function<bool()>& done, Duration limit = 10s) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!done()) {
      if (std::chrono::steady_clock::now() > end) return false;
      context.restart();
      context.run_for(5ms);
    }
    return true;
  }
  void turn(Duration time) {
    context.restart();
    context.run_for(time);
  }
  template <class T>
  T run(net::Task<T> task) {
    std::optional<T> result;
    net::spawn(context, "test", keep(std::move(task), result));
    if (!until([&] { return result.has_value(); }, 20s)) throw std::runtime_error("a task hangs");
    return std::move(*result);
  }
  template <class T>
  static net::Task<void> keep(net::Task<T> task, std::optional<T>& into) {
    into.emplace(co_await std::move(task));
  }

  support::TemporaryDirectory directory;
  SystemClock clock;
  net::Context context{1};
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<storage::DatabaseJournal> journal;
  Heard heard;
  std::unique_ptr<runtime::Runtime> runtime;
  std::map<std::string, Answer> answers;
  std::map<std::string, int> asked;
  std::set<std::string> keys;
  hedge::BotState state = hedge::BotState::running;
  Duration skew{};
  std::vector<bot_api::Position> positions{sample_position()};
  bot_api::PauseState pauses{};
  std::vector<bot_api::Event> events;
  std::vector<std::string> stops;
  std::unique_ptr<net::Server> server;
  std::uint16_t port = 0;
  std::unique_ptr<Bots> bots;
  std::vector<std::unique_ptr<Bots>> ended;
};

}  // namespace robson::bots
