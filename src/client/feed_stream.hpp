#pragma once
// The live feed, followed for as long as it is wanted: one socket to /ws/v1/feed that is opened again whenever it
// breaks, and goes on where it stopped. Loop thread; nothing happens but inside next().
//
//   connecting --answered--> live --broken, silent for 12 s, closed--> connecting (after 0.1 to 0.9 s, then 1 to 30 s)
//   connecting --twice in a row no socket--> polling (GET /api/v1/feed/poll every 2 s; the socket is tried on) --> live
//
// Closed with 1008, the token is renewed once and shown again; when that does not help either, the stream ends with
// login_needed. The token travels in the Authorization header, never in an address.
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "client/api.hpp"
#include "client/feed_view.hpp"
#include "net/socket_client.hpp"

namespace robson::client {

struct FeedOptions {
  std::vector<std::string> channels{};
  std::vector<std::string> symbols{};           // of channel prices; empty: the server chooses
  Duration silence = std::chrono::seconds(12);  // after it a connection is dead: the server speaks every 5 s
  Duration poll_every = std::chrono::seconds(2);
  Duration longest_pause = std::chrono::seconds(30);  // between two tries
};

enum class Link { connecting, live, polling };

// What next() came back with.
enum class Heard {
  silence,  // nothing within the patience
  message,  // taken() has it
  lost,     // the feed broke, or could not be opened; told once. trouble() says why
  back      // it is live again; told once after `lost`
};

class FeedStream {
 public:
  // `api` outlives it. Nothing is opened before the first next().
  FeedStream(Api& api, FeedOptions options);

  // What happens next, within `patience`; opening a connection may take longer, up to the Api's timeout. An error ends
  // the stream: login_needed, or what the server complains of (an unknown channel or symbol).
  net::Task<Result<Heard, Error>> next(Duration patience);

  const Taken& taken() const { return taken_; }
  const FeedView& view() const { return view_; }
  // Everything up to there is known already. Before the first next().
  void resume_at(std::int64_t epoch, std::int64_t seq) { view_.resume_at(epoch, seq); }
  Link link() const { return link_; }
  const Error& trouble() const { return trouble_; }
  // Since the member was last told.
  Duration age(const std::string& channel, const std::string& key) const;
  // The server's clock, when it last said anything.
  std::optional<Timestamp> server_time() const { return server_time_; }
  // How often a connection was opened.
  int connections() const { return connections_; }

 private:
  using Moment = std::chrono::steady_clock::time_point;
  net::Task<Result<void, Error>> step(Duration left);
  // Puts into the headers who we are: an API key, or the session's token, which is then `token_`.
  net::Task<Result<void, Error>> identify(net::Headers& headers);
  net::Task<Result<void, Error>> open();
  net::Task<Result<void, Error>> listen(Duration left);
  net::Task<Result<void, Error>> poll();
  net::Task<Result<void, Error>> show_another_token(Error refused);
  net::Task<void> renew_early();
  net::Task<void> take(std::string payload);
  void broke(Error why);
  void ask();
  void note(const Taken& taken);
  void queue(Taken taken);
  bool prices_only() const;
  Duration pause();
  Error session_ended() const;

  Api& api_;
  FeedOptions options_;
  std::string url_;
  FeedView view_{};
  std::unique_ptr<net::SocketClient> socket_{};
  Secret token_{};  // shown on this connection
  Link link_ = Link::connecting;
  std::deque<Taken> queue_{};
  Taken taken_{};
  std::optional<Heard> change_{};
  bool lost_told_ = false;
  bool is_answered_ = false;  // the last subscribe was
  Error trouble_{};
  Moment heard_at_{};
  Moment retry_at_{};
  Moment poll_at_{};
  std::optional<Moment> renewed_at_{};  // because a token was refused
  int failures_ = 0;                    // since it was last live
  int unopened_ = 0;                    // tries in a row without a socket
  int holes_ = 0;                       // since the last whole answer
  int faults_ = 0;                      // since the last readable message
  int connections_ = 0;
  std::map<std::string, Moment, std::less<>> told_at_{};  // "channel/key", and "channel" for its snapshot
  std::optional<Timestamp> server_time_{};
  std::minstd_rand dice_;
};

}  // namespace robson::client
