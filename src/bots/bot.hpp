#pragma once
// One attached bot: what we know of it, kept fresh in the background, and the way to it. Loop thread; outlives its
// tasks.
//
//   /health every second; positions, stats, pauses, breakers, chains and configuration every 2 to 5 s; events as they
//   come; all of it through one circuit breaker. A document that makes no sense changes nothing and is named in
//   Knowledge::trouble. While the bot starts or recovers its positions are not asked for: it may not have them yet, and
//   what it had must not seem to be gone.
#include <map>
#include <memory>
#include <set>

#include "bots/attachment.hpp"
#include "bots/circuit.hpp"
#include "bots/event_feed.hpp"
#include "runtime/runtime.hpp"
#include "storage/bot_documents.hpp"
#include "storage/database.hpp"

namespace robson::bots {

struct BotOptions {
  int failures = 5;  // in a row open the circuit
  Duration rest = std::chrono::seconds(30);
  Duration health_interval = std::chrono::seconds(1);
  Duration positions_interval = std::chrono::seconds(2);
  Duration interval = std::chrono::seconds(5);  // of the other documents
  Duration save_interval = std::chrono::seconds(5);
  Duration intake_interval = std::chrono::seconds(10);  // of trades and payments
  Duration sample_interval = std::chrono::minutes(1);   // of figures
};

// How old what is shown as the bot's present state may be.
inline constexpr Duration cache_window = std::chrono::seconds(5);

enum class Change { link, positions, stats, pauses, breakers, chains, config };

// What is on the disk of a bot.
struct Kept {
  std::vector<storage::BotDocument> documents{};
  std::int64_t last_event = 0;
  std::int64_t last_trade = 0;
  std::int64_t last_payment = 0;
  std::optional<std::int64_t> config_version{};
};
Kept kept_of(storage::Session& session, const Attachment& bot);

struct Command {
  net::Method method = net::Method::POST;
  std::string target{};
  std::string body{};  // with its request_id
};

class Bot {
 public:
  struct Parts {
    net::Context& context;
    const Clock& clock;
    runtime::Runtime& runtime;
    storage::Database& database;
    BotOptions options;
    std::function<void(Bot&, Change)> changed{};
  };
  Bot(Parts parts, Attachment attachment, const Kept& kept);
  Bot(const Bot&) = delete;
  Bot& operator=(const Bot&) = delete;

  void start();
  void stop();

  TenantId tenant() const { return attachment_.tenant; }
  const std::string& name() const { return attachment_.name; }
  bool is_default() const { return attachment_.is_default; }
  // As of now.
  const bot_api::Knowledge& knowledge();
  // When it is worth asking again: the circuit's rest, a second at least.
  Duration retry_after() const;

  // Sent again, up to three times within some seconds, while no answer came: the request_id makes that harmless.
  FromBot<std::string> command(Command command);
  // Past the circuit, once.
  FromBot<std::string> command_now(Command command);
  // Asked for now, beside the rounds; what is known afterwards is the newest.
  FromBot<bot_api::PauseState> read_pauses();
  FromBot<bot_api::Config> read_config();
  FromBot<std::vector<bot_api::Breaker>> read_breakers();
  net::Task<void> read_positions();
  // Of any that the bot still knows; `id` must be one (is_position_id).
  FromBot<bot_api::Position> read_position(std::string id);
  // What it answered to a change of its configuration; kept as a version, with the reason where there is one.
  void learn_config(const bot_api::Config& config);
  net::Task<void> note_config(bot_api::Config config, std::optional<std::string> reason);
  // It has said that it does not serve that document: "config", "breakers", "chains".
  bool cannot(const std::string& kind) const { return cannot_.contains(kind); }

 private:
  template <class T>
  FromBot<T> fetch(std::string kind, std::string target, Document<T> (*read)(std::string_view),
                   std::optional<bot_api::Known<T>>& into, Change change);
  template <class T>
  void restore(const storage::BotDocument& document, const std::string& kind, Document<T> (*read)(std::string_view),
               std::optional<bot_api::Known<T>>& into);
  FromBot<std::string> ask(std::string target);
  void report(const BotError* error);
  bool is_ready() const;
  bool is_loaded() const;  // it has told that it knows its positions
  net::Task<void> watch_health();
  net::Task<void> keep_positions();
  // Reads it again and again, while the bot answers.
  net::Task<void> keep(net::Task<void> (Bot::*read)());
  net::Task<void> read_stats();
  net::Task<void> read_chains();
  net::Task<void> renew_pauses();
  net::Task<void> renew_breakers();
  net::Task<void> renew_config();
  net::Task<void> save_round();
  net::Task<void> intake_round();
  net::Task<void> sample_round();
  net::Task<void> sample();
  net::Task<void> look_back();
  net::Task<void> prune_events();
  net::Task<void> keep_breakers();
  net::Task<void> take_pages(net::Task<std::size_t> (Bot::*take)());
  net::Task<std::size_t> take_trades();
  net::Task<std::size_t> take_payments();
  net::Task<void> save();
  net::Task<void> look();
  net::Task<bool> take_events(std::vector<bot_api::Event> events);
  net::Task<void> after_events(bool positions, bool pauses, bool breakers, bool config);
  net::Task<void> tell_pauses();
  std::string trouble(Timestamp now) const;
  void told(Change change) {
    if (parts_.changed) parts_.changed(*this, change);
  }
  Timestamp now() const { return parts_.clock.now(); }

  Parts parts_;
  Attachment attachment_;
  BotClient client_;
  Circuit circuit_;
  bot_api::Knowledge knowledge_{};
  EventFeed events_;
  std::map<std::string, std::string> troubles_{};          // by document
  std::set<std::string> cannot_{};                         // documents that it does not serve
  std::map<std::string, Timestamp> asked_{};               // when what is known was asked for
  std::map<std::string, storage::BotDocument> unsaved_{};  // by kind
  std::string link_trouble_{};
  std::string pauses_told_{};
  std::string breakers_kept_{};
  std::optional<Decimal> pnl_day_ago_{};
  std::int64_t last_trade_;
  std::int64_t last_payment_;
  std::optional<std::int64_t> config_version_;
  bool is_first_meeting_;
  bool stopping_ = false;
};

}  // namespace robson::bots
