#include "client/feed_stream.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "client/exchange.hpp"
#include "client/failure.hpp"
#include "json/tree.hpp"
#include "json/write.hpp"

namespace robson::client {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint16_t policy_violation = 1008;  // who are you?
constexpr std::uint16_t too_slow = 1013;
constexpr int tries_before_polling = 2;
constexpr int holes_allowed = 3;
constexpr int faults_allowed = 20;
constexpr std::size_t told_max = 100'000;
constexpr Duration between_renewals = seconds(30);

struct RefreshToken {
  std::string action = "refresh_token";
  std::string token{};
};
BOOST_DESCRIBE_STRUCT(RefreshToken, (), (action, token))

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

Cause cause_of_complaint(const std::string& code) {
  return code == "UNKNOWN_SYMBOL"                                                               ? Cause::not_found
         : code == "UNKNOWN_CHANNEL" || code == "TOO_MANY_SYMBOLS" || code == "INVALID_MESSAGE" ? Cause::invalid
                                                                                                : Cause::failed;
}

}  // namespace

FeedStream::FeedStream(Api& api, FeedOptions options)
    : api_(api), options_(std::move(options)), url_(api.options().address.text()), dice_(std::random_device{}()) {}

net::Task<Result<Heard, Error>> FeedStream::next(Duration patience) {
  const Moment until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    if (!queue_.empty()) {
      taken_ = std::move(queue_.front());
      queue_.pop_front();
      if (taken_.kind != TakenKind::error) co_return Heard::message;
      co_return Unexpected(Error{.cause = cause_of_complaint(taken_.code),
                                 .text = taken_.why.empty() ? "the live feed reports an error" : taken_.why,
                                 .code = taken_.code.empty() ? "STREAM_ERROR" : taken_.code});
    }
    if (change_) {
      const Heard change = *change_;
      change_.reset();
      co_return change;
    }
    const auto left = std::chrono::duration_cast<Duration>(until - std::chrono::steady_clock::now());
    if (left <= Duration::zero()) co_return Heard::silence;
    auto stepped = co_await step(left);
    if (!stepped) co_return Unexpected(std::move(stepped).error());
  }
}

net::Task<Result<void, Error>> FeedStream::step(Duration left) {
  if (socket_) co_return co_await listen(left);
  const Moment now = std::chrono::steady_clock::now();
  if (now >= retry_at_) co_return co_await open();
  const bool polls = unopened_ >= tries_before_polling;
  if (polls && now >= poll_at_) co_return co_await poll();
  const auto due = polls ? std::min(retry_at_, poll_at_) : retry_at_;
  const Duration wait = std::min(left, std::chrono::duration_cast<Duration>(due - now) + milliseconds(1));
  co_await net::sleep_for(wait);
  co_return Result<void, Error>{};
}

net::Task<Result<void, Error>> FeedStream::identify(net::Headers& headers) {
  auto key = api_.api_key();
  if (!key) co_return Unexpected(std::move(key).error());
  token_ = Secret();
  if (!key->empty()) {
    headers.add("X-API-Key", key->reveal());
    co_return Result<void, Error>{};
  }
  auto token = co_await api_.token();
  if (!token) co_return Unexpected(std::move(token).error());
  token_ = std::move(*token);
  headers.add("Authorization", "Bearer " + token_.reveal());
  co_return Result<void, Error>{};
}

net::Task<Result<void, Error>> FeedStream::open() {
  net::SocketClientOptions options;
  auto identified = co_await identify(options.headers);
  if (!identified && identified.error().cause == Cause::login_needed)
    co_return Unexpected(std::move(identified).error());
  if (!identified) {
    ++unopened_;
    broke(std::move(identified).error());
    co_return Result<void, Error>{};
  }
  options.connect_timeout = std::min<Duration>(api_.options().timeout, seconds(5));
  options.ca_file = api_.options().ca_file;
  auto socket =
      co_await net::SocketClient::connect(api_.context(), api_.options().address.socket("/ws/v1/feed"), options);
  if (!socket) {
    if (socket.error().text.ends_with("refused with 401")) {
      Error refused = session_ended();
      co_return co_await show_another_token(std::move(refused));
    }
    ++unopened_;
    broke(failure(socket.error(), url_, false));
    co_return Result<void, Error>{};
  }
  socket_ = std::move(*socket);
  ++connections_;
  unopened_ = 0;
  heard_at_ = std::chrono::steady_clock::now();
  ask();
  co_return Result<void, Error>{};
}

void FeedStream::ask() {
  is_answered_ = false;
  socket_->send(view_.subscribe_text(options_.channels, options_.symbols));
}

net::Task<Result<void, Error>> FeedStream::listen(Duration left) {
  const Moment dead_at = heard_at_ + options_.silence;
  const auto alive = std::chrono::duration_cast<Duration>(dead_at - std::chrono::steady_clock::now());
  auto message = co_await socket_->receive(std::clamp<Duration>(alive, milliseconds(1), left));
  if (message) {
    const bool is_news = is_answered_ || message->payload.find(R"("type":"heartbeat")") == std::string::npos;
    if (is_news) heard_at_ = std::chrono::steady_clock::now();  // a server that beats and never answers is dead too
    co_await take(std::move(message->payload));
    co_return Result<void, Error>{};
  }
  if (message.error().kind == net::NetErrorKind::timeout) {
    if (std::chrono::steady_clock::now() >= dead_at) {
      broke({.cause = Cause::unreachable,
             .text = fmt::format("nothing was heard from {} for {} s", url_,
                                 std::chrono::duration_cast<seconds>(options_.silence).count()),
             .code = "FEED_SILENT"});
    }
    co_return Result<void, Error>{};
  }
  const auto code = socket_->close_code();
  if (code == policy_violation) {
    socket_.reset();
    view_.disconnected();
    link_ = Link::connecting;
    Error refused = session_ended();
    co_return co_await show_another_token(std::move(refused));
  }
  Error why = failure(message.error(), url_, false);
  if (code == too_slow) {
    ++failures_;  // at least a second
    why.text = fmt::format("{} closed the live feed: too many readers, or this one is too slow", url_);
  }
  broke(std::move(why));
  co_return Result<void, Error>{};
}

net::Task<void> FeedStream::take(std::string payload) {
  Taken taken = view_.take(payload);
  faults_ = taken.kind == TakenKind::fault ? faults_ + 1 : 0;
  if (faults_ > faults_allowed) co_return broke(bad_answer(url_, taken.why));
  if (taken.kind == TakenKind::refresh_wanted) co_await renew_early();
  if (taken.resync_needed && ++holes_ > holes_allowed) {
    queue(std::move(taken));
    co_return broke(bad_answer(url_, "its messages do not follow one another"));
  }
  if (taken.resync_needed) ask();
  const bool is_answer = taken.complete || (prices_only() && !taken.told.empty());
  if (is_answer && !taken.resync_needed) {
    is_answered_ = true;
    failures_ = 0;
    holes_ = 0;
    link_ = Link::live;
    if (std::exchange(lost_told_, false)) change_ = Heard::back;
  }
  queue(std::move(taken));
}

// They have no snapshot.
bool FeedStream::prices_only() const {
  return std::ranges::all_of(options_.channels, [](const std::string& name) { return name == "prices"; });
}

// Only what changes something is told.
void FeedStream::queue(Taken taken) {
  note(taken);
  const bool tells = !taken.told.empty() || taken.complete || taken.kind == TakenKind::error;
  if (tells) queue_.push_back(std::move(taken));
}

void FeedStream::note(const Taken& taken) {
  if (taken.timestamp) server_time_ = taken.timestamp;
  const Moment now = std::chrono::steady_clock::now();
  if (told_at_.size() > told_max) told_at_.clear();
  for (const std::string& channel : taken.replaced) told_at_[channel] = now;
  for (const Told& told : taken.told) told_at_[told.channel + '/' + told.key] = now;
}

Duration FeedStream::age(const std::string& channel, const std::string& key) const {
  Moment newest{};
  const std::string member = fmt::format("{}/{}", channel, key);
  for (const std::string& name : {channel, member}) {
    const auto found = told_at_.find(name);
    if (found != told_at_.end()) newest = std::max(newest, found->second);
  }
  return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - newest);
}

void FeedStream::broke(Error why) {
  socket_.reset();
  view_.disconnected();
  if (link_ == Link::live) link_ = Link::connecting;
  trouble_ = std::move(why);
  if (!std::exchange(lost_told_, true)) change_ = Heard::lost;
  retry_at_ = std::chrono::steady_clock::now() + pause();
}

// The first try comes within a second, the later ones after 1, 2, 4 ... seconds; each a little later, so that many
// clients of a server that comes back do not come at once.
Duration FeedStream::pause() {
  std::uniform_int_distribution<int> percent(100, 140);
  const int tries = failures_++;
  const Duration whole = tries == 0 ? Duration(milliseconds(600)) : seconds(1) * (1 << std::min(tries - 1, 10));
  return std::min<Duration>(whole * percent(dice_) / 100, options_.longest_pause);
}

Error FeedStream::session_ended() const {
  return {.cause = Cause::login_needed,
          .text = fmt::format("{} closed the live feed: your session has ended", url_),
          .code = "LOGIN_NEEDED"};
}

// The server does not know us by that token: a renewed one may do, once. A key has no other.
net::Task<Result<void, Error>> FeedStream::show_another_token(Error refused) {
  if (token_.empty()) co_return Unexpected(std::move(refused));
  const Moment now = std::chrono::steady_clock::now();
  if (renewed_at_ && now - *renewed_at_ < between_renewals) co_return Unexpected(std::move(refused));
  renewed_at_ = now;
  auto fresh = co_await api_.renew(token_);
  if (!fresh && fresh.error().cause == Cause::login_needed) co_return Unexpected(std::move(refused));
  if (!fresh) {
    broke(std::move(fresh).error());
  } else {
    retry_at_ = now;
  }
  co_return Result<void, Error>{};
}

// Before the token's end. Without another one the connection goes on until it is closed.
net::Task<void> FeedStream::renew_early() {
  if (token_.empty()) co_return;
  auto fresh = co_await api_.renew(token_);
  if (!fresh || !socket_) co_return;
  token_ = std::move(*fresh);
  socket_->send(json::text_of(RefreshToken{.token = token_.reveal()}));
}

net::Task<Result<void, Error>> FeedStream::poll() {
  poll_at_ = std::chrono::steady_clock::now() + options_.poll_every;
  Query query;
  query.add("channels", joined(options_.channels)).add("symbols", joined(options_.symbols));
  const std::int64_t seq = view_.resume_seq(options_.channels);
  if (seq > 0) query.add("last_seq", std::to_string(seq)).add("epoch", std::to_string(*view_.epoch()));
  auto reply = co_await api_.get(query.on("/api/v1/feed/poll"));
  std::optional<Error> refused;
  if (!reply) refused = reply.error();
  if (reply && reply->status >= 400) refused = failure(*reply, url_);
  if (refused && refused->cause == Cause::login_needed) co_return Unexpected(std::move(*refused));
  if (refused) {
    link_ = Link::connecting;
    trouble_ = std::move(*refused);
    co_return Result<void, Error>{};
  }
  auto answer = json::parse(reply->body, answer_limits());
  const json::Value* messages = answer ? answer->find("messages") : nullptr;
  if (messages == nullptr || messages->kind != json::Kind::array) {
    trouble_ = bad_answer(url_, "a poll without messages");
    co_return Result<void, Error>{};
  }
  link_ = Link::polling;
  for (const json::Value& message : messages->children) queue(view_.take(message));
  co_return Result<void, Error>{};
}

}  // namespace robson::client
