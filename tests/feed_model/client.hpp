#pragma once
// A reader of the model's feed, with a view that is checked with every message.
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "feed_model/world.hpp"
#include "json/value.hpp"
#include "support/wire_socket.hpp"

namespace robson::feed::model {

class Client {
 public:
  Client(World& world, TenantId tenant, Encoding encoding, Channels channels, int pace);

  void connect();
  void cut();
  bool is_slow() const { return pace_ == 1; }
  bool is_connected() const { return reader_ != nullptr; }
  void subscribe_more(Channels channels);
  void unsubscribe(Channels channels);
  // Some messages arrive, as many as its pace has it; all of them with `all`.
  void read(bool all);
  // Whether what it knows of each channel is what the server would tell now; what is different, else empty.
  std::string difference();

  Channels channels() const { return channels_; }
  int messages = 0;
  int resyncs = 0;
  int catch_ups = 0;
  int slow = 0;
  std::string fault{};  // the first rule that a message broke

 private:
  using Members = std::map<std::string, std::string>;
  void take(const json::Value& message);
  bool is_leaving(Channel channel) const;
  void take_snapshot(const json::Value& message);
  void take_catch_up(const json::Value& message);
  void take_event(const json::Value& message);
  void broke(const std::string& rule, const json::Value& message);

  World& world_;
  TenantId tenant_;
  Encoding encoding_;
  Channels channels_;
  Channels known_{};  // of them those whose snapshot came whole: only these can be resumed
  int pace_;
  std::unique_ptr<support::WireSocket> wire_{};
  std::unique_ptr<Reader> reader_{};
  std::map<Channel, Members> view_{};
  std::map<Channel, std::int64_t> last_ordered_{};  // of each channel; 0 after a snapshot: not known
  std::map<Channel, std::int64_t> since_{};         // nothing of the channel may come at or below it
  std::vector<Channels> leaving_{};                 // unsubscribed, and the server has not said so yet
  std::set<std::int64_t> ordered_seen_{};           // since the last snapshot
  std::int64_t last_seq_ = 0;
  std::int64_t epoch_ = 0;
  std::int64_t on_connection_ = 0;
};

}  // namespace robson::feed::model
