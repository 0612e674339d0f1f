#pragma once
// One line of what the bot writes down, and how it is read again.
//
//   line     checksum (16 hex digits of FNV-1a 64), a blank, the record as JSON, a line feed
//   record   its number, and what was new with it: the strategy's state as a whole, events, fills, payments
//
// JSON escapes every control character, so a line feed stands only at a line's end, and half a line is always told by
// its checksum. Documents stand in it as the text that was served, so that a reader gets after a restart what another
// one got before it. Pure.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/timestamp.hpp"
#include "bot_api/documents.hpp"

namespace robson::reference_bot {

// A document with a number that grows: an event, a fill, a payment.
struct Numbered {
  std::int64_t id = 0;
  std::string kind{};  // the type of an event
  std::string text{};  // JSON, on one line
};
BOOST_DESCRIBE_STRUCT(Numbered, (), (id, kind, text))

struct Record {
  std::int64_t number = 0;  // grows by one a record; the lines of a snapshot share one
  std::optional<std::string> state{};
  std::vector<Numbered> events{};
  std::vector<Numbered> trades{};
  std::vector<Numbered> payments{};
};
BOOST_DESCRIBE_STRUCT(Record, (), (number, state, events, trades, payments))

// With its line feed.
std::string line_of(const Record& record);
// Without the line feed. The error says what is wrong with the line.
Result<Record, std::string> record_of(std::string_view line);

}  // namespace robson::reference_bot
