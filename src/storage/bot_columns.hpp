#pragma once
// How the words of bots stand in columns: as they are spelled in JSON.
#include "bot_api/documents.hpp"
#include "storage/columns.hpp"
#include "storage/metric.hpp"

namespace robson::storage {

template <json::DescribedEnum E>
struct WordColumn {
  using base_type = std::string;
  static void from_base(const std::string& in, soci::indicator indicator, E& out) {
    refuse_null(indicator);
    const auto word = json::value_of<E>(in);
    if (!word) throw unreadable("a word that is not of its list");
    out = *word;
  }
  static void to_base(E in, std::string& out, soci::indicator& indicator) {
    out = json::name_of(in);
    indicator = soci::i_ok;
  }
};

}  // namespace robson::storage

namespace soci {
template <>
struct type_conversion<robson::storage::Metric> : robson::storage::WordColumn<robson::storage::Metric> {};
template <>
struct type_conversion<robson::hedge::Leg> : robson::storage::WordColumn<robson::hedge::Leg> {};
template <>
struct type_conversion<robson::hedge::TradeAction> : robson::storage::WordColumn<robson::hedge::TradeAction> {};
template <>
struct type_conversion<robson::bot_api::TradeSide> : robson::storage::WordColumn<robson::bot_api::TradeSide> {};
template <>
struct type_conversion<robson::hedge::BreakerType> : robson::storage::WordColumn<robson::hedge::BreakerType> {};
template <>
struct type_conversion<robson::hedge::PauseScope> : robson::storage::WordColumn<robson::hedge::PauseScope> {};
}  // namespace soci
