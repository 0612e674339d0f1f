#pragma once
// A WebSocket server of a test: echoes, and remembers what it was told. GET /stream is an answer without an end.
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "net/loopback.hpp"

namespace robson::net {

// What one socket's Listener was told. Outlives the Listener.
struct Heard {
  std::function<void(Heard&)> on_opened{};
  std::function<void(Heard&)> on_drained{};
  std::shared_ptr<Socket> socket{};
  std::vector<std::string> messages{};
  std::vector<int> closed{};  // codes, one for each call
  int drained = 0;            // calls
  bool destroyed = false;
};

class HearingListener final : public Listener {
 public:
  using OnMessage = std::function<void(Heard&, std::string_view)>;
  HearingListener(std::shared_ptr<Heard> heard, OnMessage on_message)
      : heard_(std::move(heard)), on_message_(std::move(on_message)) {}
  ~HearingListener() override { heard_->destroyed = true; }
  HearingListener(const HearingListener&) = delete;
  HearingListener& operator=(const HearingListener&) = delete;
  void opened(const std::shared_ptr<Socket>& socket) override {
    heard_->socket = socket;
    if (heard_->on_opened) heard_->on_opened(*heard_);
  }
  void message(std::string_view payload, bool binary) override {
    heard_->messages.push_back((binary ? "b:" : "t:") + std::string(payload));
    if (on_message_) return on_message_(*heard_, payload);
    heard_->socket->send(binary ? binary_frame(payload) : text_frame(payload));
  }
  void drained() override {
    ++heard_->drained;
    if (heard_->on_drained) heard_->on_drained(*heard_);
  }
  void closed(std::uint16_t code) override { heard_->closed.push_back(code); }

 private:
  std::shared_ptr<Heard> heard_;
  OnMessage on_message_;
};

struct SocketServer : testing::Test {
  Loopback loop{};
  std::vector<std::shared_ptr<Heard>> heard{};
  HearingListener::OnMessage on_message{};  // instead of the echo
  std::function<void(Heard&)> on_opened{};
  std::vector<Respond> held{};  // GET /later
  std::optional<Server> server{};

  void serve(ServerLimits limits = {}, std::optional<TlsFiles> tls = std::nullopt) {
    server.emplace(
        loop.context, ServerOptions{.tls = std::move(tls), .limits = limits},
        Handlers{.on_request = [this](const Request& request, Respond respond) { answer(request, std::move(respond)); },
                 .on_upgrade = [this](const Request& request) -> std::variant<AcceptSocket, Response> {
                   if (request.path == "/forbidden") return Response{.status = 403};
                   return AcceptSocket{.listener = listener(),
                                       .protocol = request.path == "/protocol" ? "robson.v1" : ""};
                 }});
    const auto started = server->start();
    ASSERT_TRUE(started) << started.error().text;
  }
  std::unique_ptr<Listener> listener() {
    heard.push_back(std::make_shared<Heard>());
    heard.back()->on_opened = on_opened;
    return std::make_unique<HearingListener>(heard.back(), on_message);
  }
  void answer(const Request& request, Respond respond) {
    if (request.path == "/later") return held.push_back(std::move(respond));
    if (request.path != "/stream") return respond(echo(request));
    respond(stream());
  }
  OpenStream stream() { return {.head = {.content_type = "text/event-stream"}, .listener = listener()}; }
  RawPeer peer() { return RawPeer(loop, server->port()); }
  RawPeer open_peer() {
    auto client = peer();
    EXPECT_TRUE(client.upgrade());
    return client;
  }
  // The peer gets a close frame of that code and the Listener is told once, whatever else it heard.
  void expect_closed(RawPeer& client, int code, int told) {
    PeerFrame frame = client.frame();
    while (frame.opcode != 8 && frame.opcode != -1) frame = client.frame();
    EXPECT_EQ(frame.code(), code);
    EXPECT_TRUE(client.hung_up());
    const auto& mine = *heard.back();
    EXPECT_TRUE(loop.until([&] { return mine.destroyed; }));
    EXPECT_EQ(mine.closed, std::vector<int>{told});
    EXPECT_FALSE(mine.socket->send(text_frame("too late")));
  }
};

}  // namespace robson::net
