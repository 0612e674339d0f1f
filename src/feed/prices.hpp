#pragma once
// Live prices: public, without numbers, the newest of a symbol is all that counts. Each changed price is written once
// and framed once for each form that somebody reads, and leaves at once. A reader that is behind gets the newest price
// when it has room again, never the backlog. Loop thread.
#include <array>
#include <functional>
#include <unordered_map>
#include <vector>

#include "engine/engine.hpp"
#include "feed/message.hpp"
#include "net/server.hpp"
#include "wire/views.hpp"

namespace robson::feed {

constexpr std::size_t behind_bytes = 16'384;  // queued bytes at which a reader counts as behind

// flat: /ws/prices/; the others: the feed's envelope in that encoding.
enum class PriceForm : std::uint8_t { flat, json, msgpack, sse };
constexpr std::size_t price_forms = 4;

class Prices;

// One reader's part in it; lives in the reader. The socket must outlive it.
class PriceReader {
 public:
  PriceReader(Prices& prices, net::Socket& socket, PriceForm form);
  ~PriceReader();
  PriceReader(const PriceReader&) = delete;
  PriceReader& operator=(const PriceReader&) = delete;

  // The newest price follows at once, when there is one. Symbols that it has already change nothing.
  void add(const Symbol& symbol);
  void remove(const Symbol& symbol);
  bool has(const Symbol& symbol) const;
  const std::vector<Symbol>& symbols() const { return symbols_; }
  // From Listener::drained: sends what is owed.
  void pay();
  // When something was last sent.
  Timestamp last_told() const { return last_told_; }

 private:
  friend class Prices;
  Prices& prices_;
  net::Socket& socket_;
  PriceForm form_;
  Timestamp last_told_{};
  std::vector<Symbol> symbols_;
  std::vector<Symbol> owed_;
};

struct PriceCounts {
  std::uint64_t sent = 0;
  std::uint64_t conflated = 0;  // replaced by a newer one before they were sent
};

class Prices {
 public:
  // `refresh` asks the venue for a price that no stream brings; it is told to the engine, which tells us.
  using Refresh = std::function<void(const Symbol&)>;
  Prices(const engine::Engine& engine, const Clock& clock, wire::VenueLabel venue, Refresh refresh);

  // A price changed. Gives how long it took since its bytes arrived; none when nobody reads the symbol.
  std::optional<Duration> publish(const Symbol& symbol);
  // Once a second: an unchanged price is told again every 2 s with its age; a stale one is asked for.
  void touch(Timestamp now);
  net::FramePtr venue_status(PriceForm form, Timestamp now) const;
  // JSON of the feed's price_update; none while there is no price.
  std::optional<std::string> message(const Symbol& symbol, Timestamp now) const;
  const PriceCounts& counts() const { return counts_; }

 private:
  friend class PriceReader;
  using Frames = std::array<net::FramePtr, price_forms>;
  struct Watched {
    std::vector<PriceReader*> readers{};
    Timestamp published{};
    Timestamp asked{};
  };
  void tell(PriceReader& reader, const Symbol& symbol, const Quote& quote, Frames& frames, Timestamp now);
  net::FramePtr frame(const Quote& quote, PriceForm form, Timestamp now) const;

  const engine::Engine& engine_;
  const Clock& clock_;
  wire::VenueLabel venue_;
  Refresh refresh_;
  std::unordered_map<Symbol, Watched> watched_;
  PriceCounts counts_;
};

}  // namespace robson::feed
