#pragma once
// What a reader of the live feed knows: takes the feed's messages as texts and keeps, for each channel, the members of
// its object, with everything that came since merged in. Pure; no clock, no socket.
//
// Nothing is missed unnoticed: an ordered message names the one before it in its channel (prev_seq). When that one
// never came the view says so, stands still (numbers and members stay as before the hole), and is made whole by the
// answer to subscribe_text(): first by a catch_up of what is missing; if that has a hole as well, by a snapshot.
//
// A snapshot in pages takes effect with its last page; messages that come between them wait for it. A message that
// was taken before (seq not above last_seq) changes nothing. What cannot be read is a fault: counted, never thrown.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.hpp"
#include "wire/portfolio.hpp"

namespace robson::client {

// One message of a channel that was new.
struct Told {
  std::string type{};     // "position_closed"
  std::string channel{};  // "positions"
  std::string key{};      // of the member that it is about; empty: of the whole object, or of none
  std::int64_t seq = 0;   // 0: a price
  bool ordered = false;
  json::Value message{};  // the whole of it

  const json::Value& data() const;
  std::string text() const;
};

enum class TakenKind {
  told,           // a message of a channel
  snapshot,       // a page of one
  catch_up,       // a page of one
  heartbeat,      // nothing new, and the connection lives
  authenticated,  // a token was accepted
  unsubscribed,
  refresh_wanted,  // the token ends soon
  error,           // the server's complaint: code, why
  other,           // of a type that this client does not know
  fault            // not readable: why
};

// What a message brought.
struct Taken {
  TakenKind kind = TakenKind::other;
  std::vector<Told> told{};             // what was new, in order
  std::vector<std::string> replaced{};  // channels whose objects a snapshot replaced (with its last page)
  bool complete = false;                // the last page of an answer: the view is up to date
  bool resync = false;                  // the server could not tell what was missed, and sent a snapshot instead
  bool resync_needed = false;           // something is missing: send subscribe_text()
  std::string why{};
  std::string code{};                    // of an error
  std::optional<Timestamp> timestamp{};  // the server's, of this message
};

class FeedView {
 public:
  using Members = std::map<std::string, json::Value, std::less<>>;

  // Everything up to `seq` is known from elsewhere (the history): begin behind it, without a snapshot.
  void resume_at(std::int64_t epoch, std::int64_t seq);

  Taken take(std::string_view text);
  // The same of a message that was parsed already.
  Taken take(json::Value message);
  // The connection broke: the rest of an unfinished answer will not come.
  void disconnected() { pages_.reset(); }

  // A member's JSON text. Key: as in the channel's object; empty: the whole object of pause_state, stats, alerts,
  // equity. Channel prices: the symbol, and "venue_status".
  std::optional<std::string> member(std::string_view channel, std::string_view key = {}) const;
  const json::Value* find(std::string_view channel, std::string_view key = {}) const;
  // Empty for a channel that is not known.
  const Members& members(std::string_view channel) const;
  bool knows(std::string_view channel) const;
  // The open positions, by number.
  Result<std::vector<wire::Position>, json::Fault> positions() const;

  // The highest number up to which nothing is missing; 0 before the first answer.
  std::int64_t last_seq() const { return last_seq_; }
  std::optional<std::int64_t> epoch() const { return epoch_; }
  bool resync_needed() const { return hole_; }
  std::uint64_t faults() const { return faults_; }
  std::uint64_t holes() const { return holes_; }

  // {"action":"subscribe",...}: resumes where the view stands, or asks for a snapshot when it knows one of the channels
  // not yet or cannot be made whole otherwise. No symbols: the server chooses them.
  std::string subscribe_text(const std::vector<std::string>& channels,
                             const std::vector<std::string>& symbols = {}) const;
  // Where it resumes; 0: with a snapshot.
  std::int64_t resume_seq(const std::vector<std::string>& channels) const;

 private:
  struct Channel {
    Members members{};
    std::optional<std::int64_t> base{};  // nothing is missing up to it; none: what comes first is believed
    std::optional<std::int64_t> last{};  // the last ordered message that came since
  };
  using Channels = std::map<std::string, Channel, std::less<>>;
  struct Pages {  // of a snapshot
    std::int64_t epoch = 0;
    std::int64_t seq = 0;
    Channels channels{};
    std::vector<json::Value> waiting{};
  };

  Taken take_kind(json::Value message);
  Taken snapshot(const json::Value& message);
  void finish(Taken& taken);
  Taken catch_up(const json::Value& page);
  Taken heartbeat(const json::Value& message);
  Taken unsubscribed(const json::Value& message);
  Taken message(json::Value message);
  void take_price(json::Value message, const std::string& type, Taken& taken);
  void take_numbered(json::Value message, const std::string& type, Taken& taken);
  void hole(Taken& taken, std::string why);
  Taken fault(std::string why);
  Channel* channel_of(const std::string& name);

  Channels channels_{};
  std::optional<Pages> pages_{};
  std::optional<std::int64_t> epoch_{};
  std::int64_t last_seq_ = 0;
  std::optional<std::int64_t> resumed_{};  // from resume_at: channels without an object begin here
  bool hole_ = false;
  bool start_over_ = false;  // catching up does not help
  std::uint64_t faults_ = 0;
  std::uint64_t holes_ = 0;
};

}  // namespace robson::client
