#include "signals/intake.hpp"

#include <algorithm>
#include <charconv>

namespace robson::signals {
namespace {
constexpr int confidence_places = 4;
constexpr Decimal most = Decimal::integer(1'000'000'000'000);             // of a price or a volume
constexpr Decimal most_amount = Decimal::integer(1'000'000'000'000'000);  // of price x volume x contract size

bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

std::optional<Fault> check_positive(const std::string& field, Decimal value) {
  if (value.is_positive() && value <= most) return {};
  return Fault{field, field + " must be above 0 and at most 1000000000000."};
}

std::optional<Fault> check_figures(const Draft& draft) {
  if (auto bad = check_positive("price", draft.price)) return bad;
  if (auto bad = check_positive("volume", draft.volume)) return bad;
  const bool is_share = !draft.confidence.is_negative() && draft.confidence <= Decimal::integer(1) &&
                        draft.confidence.places() <= confidence_places;
  if (!is_share) return Fault{"confidence", "confidence must be 0 to 1, with at most 4 places."};
  if (draft.stop_loss) {
    if (auto bad = check_positive("stop_loss", *draft.stop_loss)) return bad;
  }
  if (!draft.take_profit) return {};
  return check_positive("take_profit", *draft.take_profit);
}

std::optional<Price> price_of(const std::optional<Decimal>& value) {
  return value ? std::optional(Price{*value}) : std::nullopt;
}

}  // namespace

Result<Signal, Fault> signal_of(const Draft& draft, Timestamp now) {
  if (!is_external_id(draft.external_id)) {
    return Unexpected(Fault{"external_id", "external_id must have 1 to 128 printable characters without blanks."});
  }
  auto symbol = Symbol::parse(draft.instrument);
  if (!symbol) return Unexpected(Fault{"instrument", "instrument must be a market's name, such as BTCUSDC."});
  if (auto bad = check_figures(draft)) return Unexpected(std::move(*bad));
  const std::int64_t ttl = draft.ttl_minutes.value_or(usual_ttl_minutes);
  if (ttl < 1 || ttl > longest_ttl_minutes) {
    return Unexpected(Fault{"ttl_minutes", "ttl_minutes must be a whole number from 1 to 1440."});
  }
  if (draft.payload && draft.payload->size() > longest_payload) {
    return Unexpected(Fault{"payload", "payload must have at most 4096 bytes."});
  }
  return Signal{.external_id = draft.external_id,
                .instrument = std::move(*symbol),
                .side = draft.side,
                .price = {draft.price},
                .volume = {draft.volume},
                .confidence = draft.confidence,
                .stop_loss = price_of(draft.stop_loss),
                .take_profit = price_of(draft.take_profit),
                .payload = draft.payload,
                .status = SignalStatus::NEW,
                .at = now,
                .expires_at = now + std::chrono::minutes(ttl)};
}

// Both factors are at most 10^12, so that their product is in range; the size of a contract is asked of the quotient.
Result<void, Fault> check_amount(const Signal& signal, Decimal contract_size) {
  const Decimal worth = multiply(signal.price.value, signal.volume.value, Rounding::ceiling);
  if (worth <= divide(most_amount, contract_size, Rounding::floor)) return {};
  return Unexpected(Fault{"volume", "price times volume is more than 1000000000000000."});
}

bool is_producer_id(std::string_view text) {
  return text.size() == 16 && text.starts_with("prd_") && std::ranges::all_of(text.substr(4), is_lower_or_digit);
}

bool is_external_id(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

bool is_nonce(std::string_view text) {
  return text.size() >= 8 && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
           return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
         });
}

bool is_signature(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::optional<Timestamp> signed_time_of(std::string_view text) {
  if (text.empty() || text.size() > 12) return {};
  if (!std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return {};
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return Timestamp::from_seconds(seconds);
}

bool is_near(Timestamp signed_at, Timestamp now) {
  const Duration off = signed_at < now ? now - signed_at : signed_at - now;
  return off <= signature_window;
}

std::string signed_text(std::string_view timestamp, std::string_view nonce, std::string_view body) {
  std::string text;
  text.reserve(timestamp.size() + nonce.size() + body.size() + 2);
  text.append(timestamp).append("\n").append(nonce).append("\n").append(body);
  return text;
}

}  // namespace robson::signals
