// How a watch follows the live feed.
#include <algorithm>

#include "cli/commands/all.hpp"
#include "cli/watch.hpp"

namespace robson::cli {
namespace {

using Moment = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration asking_pace = seconds(2);
// The feed repeats prices and values every 2 s: only a longer silence is worth a question.
constexpr Duration following_pace = milliseconds(2500);
constexpr Duration between_frames = milliseconds(100);
constexpr Duration between_questions = seconds(1);  // that a message of the feed gives rise to

// One watched page, kept up to date from both sides.
class Follower {
 public:
  Follower(Desk& desk, const Command& command)
      : desk_(desk), command_(command), live_(command.following.live ? command.following.live(desk) : nullptr) {}

  net::Task<Exit> run();

 private:
  net::Task<std::optional<Exit>> first();
  net::Task<std::optional<Exit>> ask();
  net::Task<std::optional<Exit>> turn(client::FeedStream& feed);
  net::Task<Exit> by_asking();
  std::optional<Exit> show(Page page);
  Result<client::FeedOptions, client::Error> feed_options() const;
  Duration interval(client::Link link) const;
  Duration gap() const;

  Desk& desk_;
  const Command& command_;
  std::unique_ptr<Live> live_;
  Watch shown_{desk_};
  bool has_news_ = false;
  Moment shown_at_{};
  Moment ask_at_{};
};

Duration Follower::interval(client::Link link) const {
  return desk_.settings.watch_every.value_or(link == client::Link::live ? following_pace : asking_pace);
}

Duration Follower::gap() const {
  if (!live_) return between_questions;
  return live_->tells_everything() && !desk_.world.out.is_terminal() ? Duration::zero() : between_frames;
}

Result<client::FeedOptions, client::Error> Follower::feed_options() const {
  client::FeedOptions options;
  options.channels = command_.following.channels;
  if (!command_.following.of_symbol) return options;
  auto symbol = symbol_of(desk_.asked);
  if (!symbol) return Unexpected(symbol.error());
  options.symbols = {std::move(*symbol)};
  return options;
}

// Nothing when there is somebody who reads on.
std::optional<Exit> Follower::show(Page page) {
  has_news_ = false;
  shown_at_ = std::chrono::steady_clock::now();
  return shown_.show(std::move(page)) ? std::nullopt : std::optional(shown_.end());
}

net::Task<std::optional<Exit>> Follower::first() {
  auto page = co_await command_.fetch(desk_);
  if (!page) co_return desk_.fail(page.error());
  co_return show(live_ ? live_->fetched(std::move(*page)) : std::move(*page));
}

net::Task<std::optional<Exit>> Follower::ask() {
  has_news_ = false;
  auto page = co_await command_.fetch(desk_);
  const Moment now = std::chrono::steady_clock::now();
  const Duration pace = desk_.settings.watch_every.value_or(asking_pace);
  if (page) {
    ask_at_ = now + pace;
    co_return show(live_ ? live_->fetched(std::move(*page)) : std::move(*page));
  }
  if (!may_pass(page.error())) co_return desk_.fail(page.error());
  ask_at_ = now + pause_after(page.error(), pace);
  shown_at_ = now;
  if (!shown_.show_trouble(page.error())) co_return shown_.end();
  co_return std::nullopt;
}

net::Task<Exit> Follower::by_asking() {
  for (;;) {
    co_await net::sleep_for(std::chrono::duration_cast<Duration>(ask_at_ - std::chrono::steady_clock::now()));
    const auto ended = co_await ask();
    if (ended) co_return *ended;
  }
}

// Waits for what the feed says, no longer than until the page has to be asked for; then shows what is due.
net::Task<std::optional<Exit>> Follower::turn(client::FeedStream& feed) {
  const Moment due = has_news_ ? std::min(shown_at_ + gap(), ask_at_) : ask_at_;
  const auto wait = std::chrono::duration_cast<Duration>(due - std::chrono::steady_clock::now());
  const auto heard = co_await feed.next(std::max<Duration>(wait, milliseconds(1)));
  if (!heard) co_return desk_.fail(heard.error());
  if (*heard == client::Heard::message) has_news_ = true;
  if (*heard == client::Heard::back) {
    shown_.say_feed_back();
  }
  if (*heard == client::Heard::lost) {
    const auto ended = co_await ask();
    if (ended) co_return ended;
    // A server that does not answer either has been told of.
    if (!shown_.in_trouble()) shown_.say_feed_lost(feed.trouble(), desk_.settings.watch_every.value_or(asking_pace));
    co_return std::nullopt;
  }
  const Moment now = std::chrono::steady_clock::now();
  if (has_news_ && now >= shown_at_ + gap()) {
    auto page = live_ ? live_->page(feed) : std::nullopt;
    if (!page) co_return co_await ask();
    ask_at_ = now + interval(feed.link());
    co_return show(std::move(*page));
  }
  if (now >= ask_at_) co_return co_await ask();
  co_return std::nullopt;
}

net::Task<Exit> Follower::run() {
  auto options = feed_options();
  if (!options) co_return desk_.fail(options.error());
  auto ended = co_await first();
  if (ended) co_return *ended;
  ask_at_ = shown_at_ + desk_.settings.watch_every.value_or(asking_pace);
  if (options->channels.empty()) co_return co_await by_asking();
  client::FeedStream feed(desk_.server(), std::move(*options));
  while (!ended) ended = co_await turn(feed);
  co_return *ended;
}

}  // namespace

net::Task<Exit> watch(Desk& desk) {
  Follower follower(desk, *desk.asked.command);
  co_return co_await follower.run();
}

}  // namespace robson::cli
