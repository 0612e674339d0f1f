#pragma once
// Many WebSocket clients of one server on loopback, in one thread: they subscribe, read, count, and come back when they
// are cut off. What the server says is taken as it is; only numbers and times are looked at.
#include <sys/types.h>

#include <cstdint>
#include <ctime>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "load/latencies.hpp"
#include "load/sequence.hpp"

namespace robson::bench {

enum class TokenBy : std::uint8_t { header, protocol };

struct FleetOptions {
  std::uint16_t port = 0;
  std::string path = "/ws/v1/feed";
  std::size_t clients = 100;
  std::size_t stalled = 0;  // of them; they subscribe and never read again
  std::string subscribe{};  // JSON; a client that comes back adds last_seq and epoch
  std::string token{};
  TokenBy token_by = TokenBy::header;
  std::string protocol{};            // Sec-WebSocket-Protocol
  std::string time_key = "made_ns";  // ends in _ns, _us or _ms
  clockid_t clock = CLOCK_REALTIME;  // of those times
  double warm_up_s = 1;
  double seconds = 5;
  double resume_s = 0;  // how long to wait until all have been cut off and are back; 0: nobody comes back
  pid_t server = 0;
};

// Counts hold for the measured seconds, unless they say otherwise.
struct Tally {
  std::size_t opened = 0;  // from here to `codes`: of the whole run
  std::size_t failed = 0;
  std::size_t disconnects = 0;
  std::uint32_t lost = 0;
  std::uint32_t back = 0;
  std::uint64_t ordered = 0;
  std::map<std::uint16_t, std::size_t> codes{};  // of close frames
  double opening_s = 0;
  double seconds = 0;
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  std::uint64_t reads = 0;   // calls of recv that brought something
  std::uint64_t fewest = 0;  // messages of one client that reads
  std::uint64_t most = 0;
  Latencies latencies{};
  std::optional<double> server_cpu_s{};
  double own_cpu_s = 0;
  std::int64_t own_sleeps =
      0;  // how often the load waited for a message: each wait is one wake-up that the server pays
  std::optional<std::int64_t> memory_before_kib{};  // of the server, before the first client
  std::optional<std::int64_t> memory_kib{};         // after the measured seconds
  std::int64_t memory_most_kib = 0;
};
// After the server was restarted. Times from the first loss.
struct Return {
  std::size_t caught_up = 0;
  std::size_t snapshots = 0;  // that were not asked for by last_seq 0
  double first_open_ms = 0;   // the first client has its connection again
  double half_back_ms = 0;    // half of all have their answer
  double all_back_ms = 0;     // all have; 0: not all came back
};

class Fleet {
 public:
  explicit Fleet(FleetOptions options);
  ~Fleet();
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  void open_all();
  void measure();
  void watch_return();
  const Tally& tally();
  const Return& returned() const { return return_; }

 private:
  enum class Stage : std::uint8_t { idle, connecting, upgrading, open, stalled, failed };
  struct Client {
    int file = -1;
    Stage stage = Stage::idle;
    bool cut_off = false;  // has been, and has had no answer since
    std::uint64_t messages = 0;
    std::string rest{};  // what came of a frame that is not whole
    Sequence sequence{};
  };
  struct Retry {
    std::size_t client = 0;
    std::int64_t due_ns = 0;
  };

  bool is_to_stall(std::size_t index) const;
  std::string request() const;
  std::string subscription(const Client& client) const;
  void turn();
  void turn_for(double seconds);
  void start_some();
  void connect(std::size_t index);
  void on_ready(std::size_t index);
  void on_connected(std::size_t index);
  void read(std::size_t index);
  std::size_t take_upgrade(std::size_t index, std::string_view bytes);
  std::size_t take_frames(std::size_t index, std::string_view bytes, std::int64_t now);
  void on_message(Client& client, std::string_view text, bool is_text, std::int64_t now);
  void on_answer(Client& client, Told told);
  void say(const Client& client, std::uint8_t opcode, std::string_view text);
  void settle(Client& client, Stage stage);
  void drop(std::size_t index);

  FleetOptions options_;
  std::string time_mark_;
  std::int64_t unit_ns_ = 1;
  int epoll_ = -1;
  std::vector<Client> clients_;
  std::vector<char> buffer_;
  std::size_t started_ = 0;
  std::size_t in_flight_ = 0;
  std::deque<Retry> retries_;
  bool counting_ = false;
  bool coming_back_ = false;
  std::int64_t first_loss_ns_ = 0;
  std::size_t ever_cut_off_ = 0;
  std::size_t answered_again_ = 0;
  Tally tally_;
  Return return_;
};

}  // namespace robson::bench
