// The HTTP side of a session: bytes to requests, responses to bytes, and the way over to a WebSocket.
#include "net/protocol/frame_text.hpp"
#include "net/protocol/upgrade.hpp"
#include "net/server/guarded.hpp"
#include "net/server/session.hpp"

namespace robson::net {
namespace {

// RFC 9112 section 2.2: a client may leave empty lines before a request.
std::size_t empty_lines(std::string_view bytes) {
  const auto end = bytes.find_first_not_of("\r\n");
  return std::min(end, bytes.size());
}

}  // namespace

void Session::take_http(std::string_view bytes) {
  if (inbox_.empty()) {
    const std::size_t used = process(bytes);
    if (phase_ == Phase::dead || phase_ == Phase::finishing) return;
    inbox_.assign(bytes.substr(used));
  } else {
    inbox_.append(bytes);
    resume();
    return;
  }
  after_head();
}

// Takes up what lies in the inbox, and reads on.
void Session::resume() {
  if (!inbox_.empty() && (phase_ == Phase::head || phase_ == Phase::body)) {
    std::string bytes;
    bytes.swap(inbox_);
    const std::size_t used = process(bytes);
    if (phase_ == Phase::dead || phase_ == Phase::finishing) return;
    bytes.erase(0, used);
    inbox_.swap(bytes);
  }
  after_head();
}

// An upgrade leaves the first frames in the inbox.
void Session::after_head() {
  if (phase_ == Phase::open || phase_ == Phase::closing) {
    std::string rest;
    rest.swap(inbox_);
    if (!rest.empty()) take_frames(rest);
  }
  if (phase_ == Phase::dead) return;
  if (ended_ && (phase_ == Phase::open || phase_ == Phase::closing)) return drop();
  if (ended_ && (phase_ == Phase::head || phase_ == Phase::body)) return pending_bytes() > 0 ? finish() : drop();
  wait_readable();
}

std::size_t Session::process(std::string_view bytes) {
  processing_ = true;
  std::size_t used = 0;
  while (used < bytes.size() && (phase_ == Phase::head || phase_ == Phase::body) &&
         outbox_.pending() <= registry_->limits().outbox_bytes) {
    if (!reader_) {
      used += empty_lines(bytes.substr(used));
      if (used == bytes.size()) break;
      reader_ = std::make_unique<RequestReader>(registry_->limits().header_bytes, registry_->limits().body_bytes);
      expire_in(registry_->limits().header_timeout);
    }
    std::size_t taken = 0;
    const auto step = reader_->take(bytes.substr(used), taken);
    used += taken;
    on_step(step);
    if (step == RequestReader::Step::more) break;
  }
  processing_ = false;
  return used;
}

void Session::on_step(RequestReader::Step step) {
  switch (step) {
    case RequestReader::Step::wants_continue: {
      outbox_.push(make_frame("HTTP/1.1 100 Continue\r\n\r\n"));
      mark_dirty();
      [[fallthrough]];
    }
    case RequestReader::Step::more:
      if (phase_ == Phase::head && reader_->head_done()) {
        phase_ = Phase::body;
        expire_in(registry_->limits().body_timeout);
      }
      return;
    case RequestReader::Step::complete: return dispatch();
    case RequestReader::Step::failed: return refuse(reader_->failure());
  }
}

void Session::dispatch() {
  Request request = reader_->request();
  keep_alive_ = reader_->keep_alive() && !registry_->stopping();
  http_1_0_ = reader_->is_http_1_0();
  to_head_ = request.method == Method::HEAD;
  reader_.reset();
  request.remote = remote_;
  request.secure = tls_ != nullptr;
  ++registry_->tally.requests;
  phase_ = Phase::answering;
  never_expire();  // the handler's own deadlines hold here; a Respond that is lost answers by itself
  if (wants_socket(request)) return upgrade(request);
  if (surplus_) return refuse(503);
  hand_over(std::move(request));
}

void Session::hand_over(Request request) {
  Respond respond([weak = weak_from_this()](Respond::Reply given) {
    if (const auto self = weak.lock()) self->reply(std::move(given));
  });
  const std::string path = request.path;
  // The Respond that dies with a failed handler answers 500.
  guarded("request handler failed", path,
          [&] { registry_->handlers().on_request(std::move(request), std::move(respond)); });
}

void Session::reply(Respond::Reply given) {
  if (auto* stream = std::get_if<OpenStream>(&given)) return open_stream(std::move(*stream));
  answer(std::move(std::get<Response>(given)));
}

bool Session::is_surplus_socket() const {
  return surplus_ || registry_->tally.sockets >= registry_->limits().sockets;
}

void Session::open_stream(OpenStream stream) {
  if (phase_ != Phase::answering) return;
  if (stream.listener == nullptr) return refuse(500);
  if (is_surplus_socket() || registry_->stopping()) return refuse(503);
  if (to_head_) return conclude(stream.head, {.to_head = true, .http_1_0 = http_1_0_, .endless = true});
  if (ended_) return drop();
  keep_alive_ = false;
  const ResponseStyle style{.keep_alive = false, .http_1_0 = http_1_0_, .endless = true};
  outbox_.push(make_frame(response_text(stream.head, style)));
  std::string().swap(inbox_);
  enter_open(std::move(stream.listener));
  wait_readable();
}

void Session::answer(Response response) {
  if (phase_ != Phase::answering) return;
  if (response.status == 0) return drop();
  if (response.status >= 400 && response.body.empty()) {
    Response told = problem(response.status);
    told.headers = std::move(response.headers);
    response = std::move(told);
  }
  conclude(response, {.to_head = to_head_, .http_1_0 = http_1_0_});
}

// Writes a whole answer; then comes the next request, or the end.
void Session::conclude(const Response& response, ResponseStyle style) {
  if (registry_->stopping() || (ended_ && inbox_.empty())) keep_alive_ = false;
  style.keep_alive = keep_alive_;
  outbox_.push(make_frame(response_text(response, style)));
  if (!keep_alive_) return finish();
  phase_ = Phase::head;
  expire_in(registry_->limits().idle_timeout);
  mark_dirty();  // once it is written, the next request is taken up
}

// Answers what went wrong before a handler was asked, and hangs up.
void Session::refuse(int status) {
  phase_ = Phase::answering;
  keep_alive_ = false;
  answer(problem(status));
}

void Session::upgrade(const Request& request) {
  if (auto refusal = refuse_upgrade(request, http_1_0_)) {
    keep_alive_ = false;
    return answer(std::move(*refusal));
  }
  if (is_surplus_socket()) {
    open_socket(request, {});
    return close(close_code::try_again_later, "too many connections");
  }
  const bool went_well = guarded("upgrade handler failed", request.path, [&] {
    auto decided = registry_->handlers().on_upgrade(request);
    if (auto* response = std::get_if<Response>(&decided)) return answer(std::move(*response));
    open_socket(request, std::move(std::get<AcceptSocket>(decided)));
  });
  if (went_well) return;
  if (phase_ == Phase::answering) return refuse(500);
  close(close_code::internal_error, {});
}

void Session::open_socket(const Request& request, AcceptSocket accepted) {
  const auto& limits = registry_->limits();
  outbox_.push(make_frame(upgrade_text(request, accepted.protocol)));
  FrameSink& sink = *this;
  frames_.emplace(FrameReader::Role::server, limits.message_bytes, sink);
  if (limits.ping_interval.count() > 0) next_ping_ = std::chrono::steady_clock::now() + limits.ping_interval;
  enter_open(std::move(accepted.listener));
}

void Session::enter_open(std::unique_ptr<Listener> listener) {
  phase_ = Phase::open;
  mark_dirty();
  if (!listener) return;  // one too many: told so at once, and not counted, or it would take the place of another
  is_socket_ = true;
  ++registry_->tally.sockets;
  listener_ = std::move(listener);
  const bool went_well = guarded("socket listener failed", remote_, [&] { listener_->opened(shared_from_this()); });
  if (!went_well) close(close_code::internal_error, {});
}

}  // namespace robson::net
