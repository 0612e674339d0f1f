#pragma once
// How the words of signals stand in columns.
#include "signals/signal.hpp"
#include "storage/trading_columns.hpp"

namespace robson::storage {

struct SignalStatusSpellings {
  static constexpr Spellings<signals::SignalStatus, 5> all = {{{signals::SignalStatus::NEW, "NEW"},
                                                               {signals::SignalStatus::APPROVED, "APPROVED"},
                                                               {signals::SignalStatus::REJECTED, "REJECTED"},
                                                               {signals::SignalStatus::EXPIRED, "EXPIRED"},
                                                               {signals::SignalStatus::CANCELLED, "CANCELLED"}}};
};
struct DecisionSpellings {
  static constexpr Spellings<signals::DecisionWord, 2> all = {
      {{signals::DecisionWord::approved, "approved"}, {signals::DecisionWord::rejected, "rejected"}}};
};

}  // namespace robson::storage

namespace soci {
template <>
struct type_conversion<robson::signals::SignalStatus>
    : robson::storage::SpelledColumn<robson::signals::SignalStatus, robson::storage::SignalStatusSpellings> {};
template <>
struct type_conversion<robson::signals::DecisionWord>
    : robson::storage::SpelledColumn<robson::signals::DecisionWord, robson::storage::DecisionSpellings> {};
}  // namespace soci
