#pragma once
// What a producer sends, held to bounds before it becomes a signal, and what shows who sent it.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "signals/signal.hpp"

namespace robson::signals {

inline constexpr std::int64_t usual_ttl_minutes = 15;
inline constexpr std::int64_t longest_ttl_minutes = 1440;
inline constexpr std::size_t longest_payload = 4096;  // bytes of JSON
inline constexpr Duration signature_window = std::chrono::seconds(300);

// As it was read; nothing of it is believed yet.
struct Draft {
  std::string external_id{};
  std::string instrument{};
  Side side{};
  Decimal price{};
  Decimal volume{};
  Decimal confidence{};
  std::optional<Decimal> stop_loss{};
  std::optional<Decimal> take_profit{};
  std::optional<std::int64_t> ttl_minutes{};
  std::optional<std::string> payload{};
};
struct Fault {
  std::string field{};
  std::string text{};  // one sentence
};

// The signal that the draft asks for, of nobody and without an id. Whether its instrument exists is asked for with
// check_amount, once that is known.
Result<Signal, Fault> signal_of(const Draft& draft, Timestamp now);
// price x volume x contract size may be at most 10^15.
Result<void, Fault> check_amount(const Signal& signal, Decimal contract_size);

bool is_producer_id(std::string_view text);
bool is_external_id(std::string_view text);  // 1 to 128 printable characters without blanks
bool is_nonce(std::string_view text);        // 8 to 64 of A-Z a-z 0-9 _ -
bool is_signature(std::string_view text);    // 64 lower-case hex digits
// Epoch seconds, 1 to 12 digits.
std::optional<Timestamp> signed_time_of(std::string_view text);
// Whether a producer's clock is near enough to ours: 300 s either way.
bool is_near(Timestamp signed_at, Timestamp now);

// What the signature is over: "timestamp\nnonce\nbody", each as it was sent.
std::string signed_text(std::string_view timestamp, std::string_view nonce, std::string_view body);

}  // namespace robson::signals
