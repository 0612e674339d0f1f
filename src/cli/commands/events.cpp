// robson events: the durable log by pages, and with --follow the feed from where the pages end. An event is told when
// its number is above the last one told; whatever the feed cannot catch up with is read from the log again.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>

#include "cli/commands/all.hpp"
#include "cli/commands/asking.hpp"
#include "cli/document.hpp"
#include "cli/views/views.hpp"
#include "cli/watch.hpp"
#include "client/failure.hpp"
#include "client/feed_stream.hpp"
#include "json/read.hpp"
#include "json/tree.hpp"

namespace robson::cli {

struct EventPage {
  std::int64_t epoch = 0;
  std::vector<json::Value> events{};
  std::optional<std::string> next_cursor{};
};
BOOST_DESCRIBE_STRUCT(EventPage, (), (epoch, events, next_cursor))

namespace {

constexpr std::int64_t page_rows = 1000;
constexpr std::size_t most_rows = 100'000;
constexpr Duration a_day = std::chrono::hours(24);
constexpr Duration patience = std::chrono::seconds(5);

struct Wanted {
  std::vector<std::string> channels{};  // empty: all
  std::optional<Timestamp> since{};
  std::int64_t from_seq = 0;
  std::size_t limit = 0;  // 0: all
  bool follow = false;
};

// "90s", "15m", "24h", "7d"
std::optional<Duration> long_ago(std::string_view text) {
  std::int64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(parsed.ptr, static_cast<std::size_t>(text.data() + text.size() - parsed.ptr));
  if (parsed.ec != std::errc{} || number < 0 || number > 1'000'000 || unit.size() != 1) return std::nullopt;
  switch (unit[0]) {
    case 's': return std::chrono::seconds(number);
    case 'm': return std::chrono::minutes(number);
    case 'h': return std::chrono::hours(number);
    case 'd': return std::chrono::hours(24 * std::min<std::int64_t>(number, 100'000));
    default: return std::nullopt;
  }
}

Read<std::optional<Timestamp>> since_of(const Desk& desk) {
  const Timestamp now = desk.world.clock.now();
  if (!desk.asked.has("--since")) {
    return desk.asked.has("--from-seq") ? std::nullopt : std::optional<Timestamp>(now - a_day);
  }
  const std::string typed = desk.asked.value("--since");
  if (const auto ago = long_ago(typed)) return std::optional<Timestamp>(now - *ago);
  if (const auto time = parse_time(typed)) return time;
  return invalid(fmt::format("--since: expected a time such as 2025-12-01T09:30:00Z, or 90s, 15m, 24h, 7d, got \"{}\"",
                             clean(typed)));
}

Read<std::vector<std::string>> channels_of(const Invocation& asked) {
  const auto option = std::ranges::find(asked.command->options, std::string_view("--channel"), &Option::name);
  std::vector<std::string> channels;
  std::string rest = asked.value("--channel");
  while (!rest.empty()) {
    const std::string name = rest.substr(0, rest.find('\n'));
    rest.erase(0, name.size() + 1);
    if (std::ranges::find(option->choices, name) == option->choices.end()) {
      return invalid(
          fmt::format("--channel: expected one of {}, got \"{}\"", fmt::join(option->choices, ", "), clean(name)));
    }
    if (std::ranges::find(channels, name) == channels.end()) channels.push_back(name);
  }
  return channels;
}

Read<Wanted> wanted_of(const Desk& desk) {
  Wanted wanted{.follow = desk.asked.has("--follow")};
  auto channels = channels_of(desk.asked);
  if (!channels) return Unexpected(channels.error());
  wanted.channels = std::move(*channels);
  const auto since = since_of(desk);
  if (!since) return Unexpected(since.error());
  wanted.since = *since;
  const auto from = number_of(desk.asked, "--from-seq", 1, std::numeric_limits<std::int64_t>::max(), 0);
  if (!from) return Unexpected(from.error());
  wanted.from_seq = *from;
  const auto limit = number_of(desk.asked, "--limit", 1, most_rows, 0);
  if (!limit) return Unexpected(limit.error());
  wanted.limit = static_cast<std::size_t>(*limit);
  if (wanted.follow && wanted.from_seq > 0 && wanted.limit > 0) {
    return invalid("--follow goes on from --from-seq without a gap: leave --limit out");
  }
  return wanted;
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ","));
}

std::int64_t seq_of(const json::Value& event) {
  std::int64_t seq = 0;
  const json::Value* found = event.find("seq");
  if (found == nullptr || found->kind != json::Kind::number) return 0;
  std::from_chars(found->text.data(), found->text.data() + found->text.size(), seq);
  return seq;
}

json::Value text_cell(std::string name, std::string text) {
  return {.kind = json::Kind::text, .key = std::move(name), .text = std::move(text), .children = {}};
}

// The same columns for every event, whatever its data: a table has no use for columns that come and go.
json::Value row_of(const json::Value& event) {
  json::Value row{.kind = json::Kind::object, .key = {}, .text = {}, .children = {}};
  for (const char* name : {"timestamp", "seq", "channel", "type"}) {
    const json::Value* found = event.find(name);
    if (found != nullptr) row.children.push_back(*found);
  }
  row.children.push_back(text_cell("text", event_words(event)));
  const json::Value* data = event.find("data");
  row.children.push_back(text_cell("data", data == nullptr ? "" : json::tree_text(*data)));
  return row;
}

class Teller {
 public:
  Teller(Desk& desk, Wanted wanted) : desk_(desk), wanted_(std::move(wanted)) {}
  net::Task<Exit> run();

 private:
  using Ended = std::optional<Exit>;  // nothing: go on
  net::Task<Result<void, client::Error>> read_history();
  net::Task<Result<EventPage, client::Error>> read_page(std::int64_t from, std::string cursor);
  bool is_same_log(std::int64_t epoch);
  net::Task<Exit> follow();
  net::Task<Ended> read_again();
  void take(json::Value event);
  void tell(const json::Value& event);
  void tell_kept();
  std::string text_of(const json::Value& event);
  std::vector<std::string> feed_channels() const;
  Exit end() const { return desk_.output_failed() ? Exit::failure : Exit::ok; }

  Desk& desk_;
  Wanted wanted_;
  std::optional<std::int64_t> epoch_{};
  std::int64_t last_ = 0;  // number of the last event that was taken
  std::size_t told_ = 0;
  std::deque<json::Value> kept_{};  // the newest, while there may be newer ones
  bool in_history_ = true;
  bool has_reader_ = true;
  bool headings_ = true;
};

std::string Teller::text_of(const json::Value& event) {
  Page page;
  page.tabular = true;
  page.document = {.kind = json::Kind::array, .key = {}, .text = {}, .children = {event}};
  page.rows = {.kind = json::Kind::array, .key = {}, .text = {}, .children = {row_of(event)}};
  page.view = [&event](const Look& look) { return event_line(event, look); };
  const Format form = desk_.format(page);
  const bool whole = desk_.settings.selection.columns.empty();
  if (form == Format::json || (form == Format::jsonl && whole)) return json::tree_text(event) + '\n';
  return rendered(desk_, page, Duration::zero(), std::exchange(headings_, false) && desk_.settings.headings);
}

void Teller::tell(const json::Value& event) {
  ++told_;
  if (has_reader_) has_reader_ = desk_.print(text_of(event));
}

// Only what is new; the newest are held back while only they are wanted.
void Teller::take(json::Value event) {
  const std::int64_t seq = seq_of(event);
  if (seq <= last_) return;
  last_ = seq;
  const bool only_newest = in_history_ && wanted_.limit > 0 && wanted_.from_seq == 0;
  if (!only_newest) return tell(event);
  kept_.push_back(std::move(event));
  if (kept_.size() > wanted_.limit) kept_.pop_front();
}

void Teller::tell_kept() {
  for (const json::Value& event : kept_) tell(event);
  kept_.clear();
}

net::Task<Result<EventPage, client::Error>> Teller::read_page(std::int64_t from, std::string cursor) {
  client::Query query;
  query.add("channels", joined(wanted_.channels));
  if (from > 0) query.add("from_seq", std::to_string(from));
  if (wanted_.since) query.add("since", to_rfc3339(*wanted_.since));
  const bool first_rows = wanted_.from_seq > 0 && wanted_.limit > 0;
  const auto rows =
      first_rows ? std::min<std::int64_t>(static_cast<std::int64_t>(wanted_.limit), page_rows) : page_rows;
  query.add("limit", std::to_string(rows)).add("cursor", cursor);
  auto reply = co_await desk_.server().get(query.on("/api/v1/events"));
  if (!reply) co_return Unexpected(std::move(reply).error());
  const std::string url = desk_.settings.address.text();
  if (reply->status >= 400) co_return Unexpected(client::failure(*reply, url));
  json::Limits limits;
  limits.bytes = 16U << 20U;
  limits.values = 2'000'000;
  auto page = json::read<EventPage>(reply->body, json::Unknown::ignored, limits);
  if (!page) co_return Unexpected(client::bad_answer(url, page.error().text()));
  co_return std::move(*page);
}

// Another log than before (the server's data was replaced) is told from its beginning.
bool Teller::is_same_log(std::int64_t epoch) {
  const bool is_same = !epoch_ || *epoch_ == epoch;
  epoch_ = epoch;
  if (is_same) return true;
  desk_.note("robson: the server has another log than before; its events follow from their beginning");
  last_ = 0;
  return false;
}

// Every page from the last event that was taken on.
net::Task<Result<void, client::Error>> Teller::read_history() {
  const bool first_only = wanted_.from_seq > 0 && wanted_.limit > 0;
  const std::string url = desk_.settings.address.text();
  std::int64_t from = std::max(wanted_.from_seq, last_);
  std::int64_t newest = 0;
  bool is_new_log = false;
  std::string cursor;
  for (std::size_t rows = 0; has_reader_;) {
    auto page = co_await read_page(from, cursor);
    if (!page) co_return Unexpected(std::move(page).error());
    if (!is_same_log(page->epoch)) {
      if (std::exchange(is_new_log, true)) co_return Unexpected(client::bad_answer(url, "pages of different logs"));
      from = 0;
      cursor.clear();
      continue;
    }
    rows += page->events.size();
    for (json::Value& event : page->events) {
      if (!first_only || told_ < wanted_.limit) take(std::move(event));
    }
    const bool has_more = page->next_cursor && !page->events.empty();
    if (!has_more || (first_only && told_ >= wanted_.limit)) break;
    if (std::exchange(newest, last_) >= last_) co_return Unexpected(client::bad_answer(url, "a page that came before"));
    if (!wanted_.follow && rows >= most_rows) {
      desk_.note("There are more events than are told at once: go on with --from-seq " + std::to_string(last_ + 1));
      break;
    }
    cursor = *page->next_cursor;
  }
  tell_kept();
  co_return Result<void, client::Error>{};
}

std::vector<std::string> Teller::feed_channels() const {
  if (!wanted_.channels.empty()) return wanted_.channels;
  return {"positions", "pause_state", "orders", "operations", "alerts", "approvals", "bots"};
}

// The feed could not tell what was missed: the log can. Tried until the server answers.
net::Task<Teller::Ended> Teller::read_again() {
  for (bool is_first = true;; is_first = false) {
    const auto read = co_await read_history();
    if (read) co_return has_reader_ ? std::nullopt : Ended(end());
    if (!may_pass(read.error())) co_return desk_.fail(read.error());
    if (is_first) desk_.note("robson: " + clean(read.error().text) + "; trying again");
    co_await net::sleep_for(pause_after(read.error(), std::chrono::seconds(2)));
  }
}

net::Task<Exit> Teller::follow() {
  client::FeedOptions options;
  options.channels = feed_channels();
  client::FeedStream feed(desk_.server(), std::move(options));
  if (last_ > 0) feed.resume_at(*epoch_, last_);
  while (has_reader_) {
    const auto heard = co_await feed.next(patience);
    if (!heard) co_return desk_.fail(heard.error());
    if (*heard == client::Heard::lost) {
      desk_.note(
          fmt::format("robson: the live feed is interrupted ({}); connecting again", clean(feed.trouble().text)));
    }
    if (*heard == client::Heard::back) desk_.note("robson: the live feed is back");
    if (*heard != client::Heard::message) continue;
    const client::Taken& taken = feed.taken();
    if (taken.kind == client::TakenKind::snapshot) {
      const auto ended = co_await read_again();
      if (ended) co_return *ended;
    }
    for (const client::Told& told : feed.taken().told) {
      if (told.ordered) take(told.message);
    }
  }
  co_return end();
}

net::Task<Exit> Teller::run() {
  const auto read = co_await read_history();
  if (!read) co_return desk_.fail(read.error());
  in_history_ = false;
  if (!has_reader_) co_return end();
  if (wanted_.follow) co_return co_await follow();
  if (told_ == 0) desk_.note("No events match.");
  co_return end();
}

}  // namespace

net::Task<Exit> tell_events(Desk& desk) {
  auto wanted = wanted_of(desk);
  if (!wanted) co_return desk.fail(wanted.error());
  Teller teller(desk, std::move(*wanted));
  co_return co_await teller.run();
}

}  // namespace robson::cli
