#pragma once
// A bot's answers as documents. A bot is another program, and may be another one than we think: whatever it says is
// held to the bounds below, and an answer that is not one becomes a sentence that says what was wrong with it.
//   unknown members are passed over, since a bot may be newer than we are
//   amounts and rates stay within 10^12, texts within 1000 bytes, lists within 1000 members, so that sums and products
//   of them fit and nobody's screen or memory is flooded
// Pure; any thread.
#include "bot_api/knowledge.hpp"
#include "json/read.hpp"

namespace robson::bots {

inline constexpr std::size_t longest_answer = 4 << 20;  // bytes
inline constexpr std::size_t longest_text = 1000;
inline constexpr std::size_t most_members = 1000;

// The error names the member: "asgard.debt_usd: expected a decimal, got true".
template <class T>
using Document = Result<T, std::string>;

// One of bot_api's structs.
template <json::Described T>
Document<T> read_document(std::string_view body);
// By id; each has the id that it stands under.
Document<bot_api::Positions> read_positions(std::string_view body);
Document<bot_api::Chains> read_chains(std::string_view body);

struct Breakers {
  std::vector<bot_api::Breaker> circuit_breakers{};
};
BOOST_DESCRIBE_STRUCT(Breakers, (), (circuit_breakers))
struct Trades {
  std::vector<bot_api::Trade> trades{};
};
BOOST_DESCRIBE_STRUCT(Trades, (), (trades))
struct Payments {
  std::vector<bot_api::Payment> payments{};
};
BOOST_DESCRIBE_STRUCT(Payments, (), (payments))

// Events of types that we do not know are passed over.
struct EventsPage {
  std::vector<bot_api::Event> events{};
  std::int64_t last = 0;  // the highest id on the page, of events that were passed over too; 0: none
  std::int64_t newest = 0;
};
Document<EventsPage> read_events(std::string_view body);
struct OneEvent {
  std::int64_t id = 0;
  std::optional<bot_api::Event> event{};  // none: of a type that we do not know
};
Document<OneEvent> read_event(std::string_view body);

bool is_position_id(std::string_view text);  // 1 to 64 letters, digits, _ and -

}  // namespace robson::bots
