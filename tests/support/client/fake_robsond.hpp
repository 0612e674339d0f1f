#pragma once
// A small working robsond on a thread of its own: signs in "admin" / "secret", spends each refresh token once and ends
// the family when one comes twice, tells Operation #1, streams the prices it is given. Tests replace single answers.
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "json/read.hpp"
#include "net/server.hpp"
#include "support/client/operation_one.hpp"
#include "wire/problem.hpp"

namespace robson::fake {

class Robsond {
 public:
  using Handler = std::function<net::Response(const net::Request&)>;
  static constexpr std::string_view program_key = "good-key";  // the X-API-Key that is known

  explicit Robsond(std::uint16_t port = 0) : port_(port) {
    answer("/api/portfolio/positions/", json::text_of(positions({operation_one()})));
    answer("/api/portfolio/positions/1/", json::text_of(operation_one()));
    answer("/api/portfolio/summary/", json::text_of(summary()));
    answer("/api/account/balance/", json::text_of(balance()));
    answer("/api/portfolio/patrimony/", json::text_of(patrimony()));
    answer("/api/market/price/BTCUSDC/", json::text_of(btc_price()));
    answer("/api/market/ticker/BTCUSDC/", json::text_of(ticker()));
    answer("/api/market/depth/BTCUSDC/", json::text_of(depth()));
    answer("/api/market/klines/BTCUSDC/", json::text_of(klines()));
    answer("/api/v1/health", json::text_of(health()));
    answer("/api/v1/auth/session", json::text_of(session()));
    start();
  }
  ~Robsond() { stop(); }
  Robsond(const Robsond&) = delete;
  Robsond& operator=(const Robsond&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  // Starts again on the same port, with the same answers.
  void start() {
    context_ = std::make_unique<net::Context>(1);
    net::Handlers handlers;
    handlers.on_request = [this](net::Request request, net::Respond respond) { respond(handle(request)); };
    handlers.on_upgrade = [this](const net::Request& request) { return upgrade(request); };
    server_ =
        std::make_unique<net::Server>(*context_, net::ServerOptions{.host = "127.0.0.1", .port = port_}, handlers);
    const auto started = server_->start();
    if (!started) throw std::runtime_error(started.error().text);
    port_ = server_->port();
    loop_ = std::thread([context = context_.get()] {
      const auto busy = boost::asio::make_work_guard(*context);
      context->run();
    });
  }
  void stop() {
    if (!server_) return;
    boost::asio::post(*context_, [this] { net::spawn(*context_, "stop", end()); });
    loop_.join();
    sockets_.clear();
    server_.reset();
    context_.reset();
  }

  void answer(const std::string& path, std::string body, int status = 200) {
    replace(path, [body = std::move(body), status](const net::Request&) {
      net::Response response{.status = status, .body = body};
      response.headers.add("X-Correlation-ID", "c-7");
      if (status >= 400) response.content_type = "application/problem+json";
      return response;
    });
  }
  void refuse(const std::string& path, int status, const std::string& code, const std::string& detail,
              std::optional<int> retry_after = {}) {
    answer(path, problem(status, code, detail, retry_after), status);
  }
  void replace(const std::string& path, Handler handler) {
    const std::lock_guard lock(mutex_);
    handlers_[path] = std::move(handler);
  }
  static std::string problem(int status, const std::string& code, const std::string& detail,
                             std::optional<int> retry_after = {}) {
    return wire::write(wire::Problem{.title = std::string(wire::reason_phrase(status)),
                                     .status = status,
                                     .code = code,
                                     .detail = detail,
                                     .correlation_id = "c-7",
                                     .retry_after = retry_after});
  }

  // From now on no access token that was given is good.
  void expire_access() {
    const std::lock_guard lock(mutex_);
    good_access_.clear();
  }
  void lifetime(std::int64_t seconds) { expires_in_ = seconds; }
  int refreshes() const { return refreshes_; }
  bool family_revoked() const { return revoked_; }
  int requests(const std::string& path) {
    const std::lock_guard lock(mutex_);
    return seen_[path];
  }
  std::string last_authorization() {
    const std::lock_guard lock(mutex_);
    return last_authorization_;
  }

  // To every reader of the feed.
  void push(const std::string& message) {
    boost::asio::post(*context_, [this, message] {
      for (const auto& socket : sockets_) (void)socket->send(net::text_frame(message));
    });
  }
  void close_sockets(std::uint16_t code) {
    boost::asio::post(*context_, [this, code] {
      for (const auto& socket : sockets_) socket->close(code, "");
    });
  }
  int subscribers() const { return subscribers_; }
  std::atomic<bool> answered_busy = false;
  void refuse_sockets(bool refused) { refuse_sockets_ = refused; }

  // How the feed answers a reader's message; without it: with a snapshot.
  using FeedAnswer = std::function<std::vector<std::string>(const std::string& message)>;
  void feed(FeedAnswer answer) {
    const std::lock_guard lock(mutex_);
    feed_ = std::move(answer);
  }
  // What the readers said, in order.
  std::vector<std::string> feed_messages() {
    const std::lock_guard lock(mutex_);
    return feed_messages_;
  }

 private:
  class Subscriber final : public net::Listener {
   public:
    Subscriber(Robsond& owner, bool is_known) : owner_(owner), is_known_(is_known) {}
    void opened(const std::shared_ptr<net::Socket>& socket) override {
      socket_ = socket;
      if (!is_known_) socket_->close(1008, "token");
    }
    void message(std::string_view payload, bool) override {
      for (const std::string& answer : owner_.feed_answer(std::string(payload))) {
        (void)socket_->send(net::text_frame(answer));
      }
      if (owner_.sockets_.insert(socket_).second) ++owner_.subscribers_;
    }
    void closed(std::uint16_t) override {
      owner_.subscribers_ -= static_cast<int>(owner_.sockets_.erase(socket_));
      socket_.reset();
    }

   private:
    Robsond& owner_;
    bool is_known_;
    std::shared_ptr<net::Socket> socket_{};
  };

  net::Task<void> end() {
    co_await server_->stop(std::chrono::milliseconds(50));
    context_->stop();
  }

  std::variant<net::AcceptSocket, net::Response> upgrade(const net::Request& request) {
    const std::lock_guard lock(mutex_);
    ++seen_[request.path];
    if (refuse_sockets_ || request.path != "/ws/v1/feed") {
      return net::Response{.status = 503, .body = "{}"};
    }
    return net::AcceptSocket{.listener = std::make_unique<Subscriber>(*this, signed_in(request)), .protocol = {}};
  }

  std::vector<std::string> feed_answer(const std::string& message) {
    const std::lock_guard lock(mutex_);
    feed_messages_.push_back(message);
    if (feed_) return feed_(message);
    if (message.find("refresh_token") != std::string::npos) return {R"({"type":"authenticated"})"};
    return {feed_snapshot()};
  }

  bool signed_in(const net::Request& request) {
    last_authorization_ = request.headers.get("Authorization");
    if (request.headers.get("X-API-Key") == program_key) return true;
    const std::string prefix = "Bearer ";
    return last_authorization_.starts_with(prefix) &&
           good_access_.count(last_authorization_.substr(prefix.size())) != 0;
  }

  net::Response handle(const net::Request& request) {
    const std::lock_guard lock(mutex_);
    ++seen_[request.path];
    const auto refused = [](int status, const std::string& code, const std::string& detail) {
      return net::Response{
          .status = status, .content_type = "application/problem+json", .body = problem(status, code, detail)};
    };
    const auto special = handlers_.find(request.path);
    if (request.path == "/api/v1/auth/login" && special == handlers_.end()) return login(request);
    if (request.path == "/api/v1/auth/refresh" && special == handlers_.end()) return refresh(request);
    if (request.path == "/api/v1/auth/logout" && special == handlers_.end()) {
      if (!signed_in(request)) return refused(401, "INVALID_TOKEN", "The token is not valid.");
      good_access_.clear();
      good_refresh_.clear();
      return {.status = 204, .body = {}};
    }
    // A producer's signature stands in the place of a session.
    const bool is_open = request.path == "/api/v1/auth/login" || request.path == "/api/v1/health" ||
                         request.path == "/metrics" || request.headers.has("X-Signature");
    if (!is_open && !signed_in(request)) return refused(401, "INVALID_TOKEN", "The token is not valid.");
    if (special == handlers_.end()) return refused(404, "NOT_FOUND", "Nothing is known by that name.");
    return special->second(request);
  }

  net::Response tokens() {
    const std::string number = std::to_string(++given_);
    good_access_ = {"access-" + number};
    good_refresh_ = "refresh-" + number;
    return {.status = 200,
            .body = json::text_of(wire::Login{*good_access_.begin(), good_refresh_, "bearer", expires_in_})};
  }
  net::Response login(const net::Request& request) {
    const auto credentials = json::read<wire::Credentials>(request.body);
    if (!credentials || credentials->username != "admin" || credentials->password != "secret") {
      return {.status = 401, .body = problem(401, "INVALID_CREDENTIALS", "Name or password is wrong.")};
    }
    revoked_ = false;
    return tokens();
  }
  net::Response refresh(const net::Request& request) {
    ++refreshes_;
    const auto asked = json::read<wire::RefreshTokenRequest>(request.body);
    if (!asked || revoked_ || asked->refresh_token != good_refresh_) {
      revoked_ = true;
      good_access_.clear();
      return {.status = 401, .body = problem(401, "INVALID_TOKEN", "The session has ended.")};
    }
    return tokens();
  }

  std::uint16_t port_;
  std::unique_ptr<net::Context> context_{};
  std::unique_ptr<net::Server> server_{};
  std::thread loop_{};
  std::mutex mutex_{};
  std::map<std::string, Handler> handlers_{};
  std::map<std::string, int> seen_{};
  std::set<std::string> good_access_{};
  std::string good_refresh_{};
  std::string last_authorization_{};
  FeedAnswer feed_{};
  std::vector<std::string> feed_messages_{};
  std::set<std::shared_ptr<net::Socket>> sockets_{};  // loop thread
  std::int64_t expires_in_ = 86'400;
  int given_ = 0;
  std::atomic<int> refreshes_ = 0;
  std::atomic<int> subscribers_ = 0;
  std::atomic<bool> revoked_ = false;
  std::atomic<bool> refuse_sockets_ = false;
};

}  // namespace robson::fake
