#include "signals/summary.hpp"

namespace robson::signals {
namespace {

constexpr std::size_t longest = 160;

// As much as fits into `room` bytes, cut between characters.
std::string_view cut(std::string_view text, std::size_t room) {
  if (text.size() <= room) return text;
  std::size_t end = room;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

std::string percent_of(Decimal share) {
  return multiply(share, Decimal::integer(100), Rounding::half_away_from_zero).text() + " %";
}

}  // namespace

std::string summary_of(const Signal& signal, std::string_view producer) {
  constexpr std::size_t minutes_begin = 11;  // of "2026-01-02T03:04:05.678Z"
  std::string head = signal.side == Side::BUY ? "BUY " : "SELL ";
  head += signal.volume.value.text() + ' ' + signal.instrument.text + " @ " + signal.price.value.text();
  head += ", confidence " + percent_of(signal.confidence) + ", ";
  const std::string tail = ", until " + to_rfc3339(signal.expires_at).substr(minutes_begin, 5) + 'Z';
  return head + std::string(cut(producer, longest - head.size() - tail.size())) + tail;
}

}  // namespace robson::signals
