#include "wire/signal_bodies.hpp"

#include "json/read.hpp"
#include "json/write.hpp"
#include "signals/intake.hpp"

namespace robson::wire {
namespace {
using namespace literals;

// A payload of 4 KiB may be deep, and of many small values.
constexpr json::Limits limits{.bytes = longest_signal, .depth = 32, .values = 4096};

}  // namespace

Result<signals::Draft, json::Fault> read_signal(std::string_view body) {
  auto read = json::read<NewSignal>(body, json::Unknown::refused, limits);
  if (!read) return Unexpected(read.error());
  signals::Draft draft{.external_id = std::move(read->external_id),
                       .instrument = std::move(read->instrument),
                       .side = read->side,
                       .price = read->price,
                       .volume = read->volume,
                       .confidence = read->confidence,
                       .stop_loss = read->stop_loss,
                       .take_profit = read->take_profit,
                       .ttl_minutes = read->ttl_minutes};
  if (!read->payload) return draft;
  if (!read->payload->text.starts_with('{')) return Unexpected(json::Fault{"payload", "an object", "another value"});
  draft.payload = std::move(read->payload->text);
  return draft;
}

Result<TradingViewAlert, json::Fault> read_alert(std::string_view body) {
  auto read = json::read<TradingViewAlert>(body, json::Unknown::refused, limits);
  if (!read) return Unexpected(read.error());
  constexpr std::size_t longest_comment = 500;
  if (read->comment && read->comment->size() > longest_comment) {
    return Unexpected(json::Fault{"comment", "at most 500 bytes", std::to_string(read->comment->size())});
  }
  return read;
}

signals::Draft draft_of(const TradingViewAlert& alert) {
  const auto colon = alert.ticker.rfind(':');
  const std::string ticker = colon == std::string::npos ? alert.ticker : alert.ticker.substr(colon + 1);
  const std::string made = ticker + '-' + std::string(json::name_of(alert.action)) + '-' + to_rfc3339(alert.time);
  signals::Draft draft{.external_id = alert.id.value_or(made),
                       .instrument = ticker,
                       .side = alert.action == AlertAction::buy ? Side::BUY : Side::SELL,
                       .price = alert.price,
                       .volume = alert.contracts,
                       .confidence = alert.confidence.value_or("0.5"_d),
                       .stop_loss = alert.stop_loss,
                       .take_profit = alert.take_profit,
                       .ttl_minutes = alert.ttl_minutes};
  if (alert.comment) draft.payload = json::text_of(AlertPayload{*alert.comment});
  return draft;
}

}  // namespace robson::wire
