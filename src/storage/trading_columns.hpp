#pragma once
// How the enums of trading stand in columns; several tables share them.
#include <array>

#include "storage/columns.hpp"
#include "trading/fill.hpp"
#include "trading/operation.hpp"
#include "trading/order.hpp"
#include "trading/plan.hpp"

namespace robson::storage {

template <class E, std::size_t n>
using Spellings = std::array<std::pair<E, std::string_view>, n>;

struct SideSpellings {
  static constexpr Spellings<Side, 2> all = {{{Side::BUY, "BUY"}, {Side::SELL, "SELL"}}};
};
struct OperationStatusSpellings {
  static constexpr Spellings<OperationStatus, 4> all = {{{OperationStatus::PLANNED, "PLANNED"},
                                                         {OperationStatus::ACTIVE, "ACTIVE"},
                                                         {OperationStatus::CLOSED, "CLOSED"},
                                                         {OperationStatus::CANCELLED, "CANCELLED"}}};
};
struct OperationSourceSpellings {
  static constexpr Spellings<OperationSource, 2> all = {
      {{OperationSource::adopted, "adopted"}, {OperationSource::executed, "executed"}}};
};
struct ExitReasonSpellings {
  static constexpr Spellings<ExitReason, 5> all = {{{ExitReason::STOP, "STOP"},
                                                    {ExitReason::TARGET, "TARGET"},
                                                    {ExitReason::MANUAL, "MANUAL"},
                                                    {ExitReason::DETACHED, "DETACHED"},
                                                    {ExitReason::EXTERNAL, "EXTERNAL"}}};
};
struct ExitActorSpellings {
  static constexpr Spellings<ExitActor, 2> all = {{{ExitActor::VENUE, "VENUE"}, {ExitActor::SERVER, "SERVER"}}};
};
struct OrderPurposeSpellings {
  static constexpr Spellings<OrderPurpose, 4> all = {{{OrderPurpose::ENTRY, "ENTRY"},
                                                      {OrderPurpose::STOP, "STOP"},
                                                      {OrderPurpose::TARGET, "TARGET"},
                                                      {OrderPurpose::EXIT, "EXIT"}}};
};
struct OrderTypeSpellings {
  static constexpr Spellings<OrderType, 4> all = {{{OrderType::MARKET, "MARKET"},
                                                   {OrderType::LIMIT, "LIMIT"},
                                                   {OrderType::LIMIT_MAKER, "LIMIT_MAKER"},
                                                   {OrderType::STOP_LOSS, "STOP_LOSS"}}};
};
struct TimeInForceSpellings {
  static constexpr Spellings<TimeInForce, 2> all = {{{TimeInForce::GTC, "GTC"}, {TimeInForce::IOC, "IOC"}}};
};
struct OrderStatusSpellings {
  static constexpr Spellings<OrderStatus, 7> all = {{{OrderStatus::PENDING, "PENDING"},
                                                     {OrderStatus::PARTIALLY_FILLED, "PARTIALLY_FILLED"},
                                                     {OrderStatus::FILLED, "FILLED"},
                                                     {OrderStatus::CANCELLED, "CANCELLED"},
                                                     {OrderStatus::REJECTED, "REJECTED"},
                                                     {OrderStatus::EXPIRED, "EXPIRED"},
                                                     {OrderStatus::UNKNOWN, "UNKNOWN"}}};
};
struct MovementCauseSpellings {
  static constexpr Spellings<MovementCause, 5> all = {{{MovementCause::opening, "opening"},
                                                       {MovementCause::entry, "entry"},
                                                       {MovementCause::exit, "exit"},
                                                       {MovementCause::fee, "fee"},
                                                       {MovementCause::external, "external"}}};
};
struct PlanStatusSpellings {
  static constexpr Spellings<PlanStatus, 5> all = {{{PlanStatus::DRAFT, "DRAFT"},
                                                    {PlanStatus::VALIDATED, "VALIDATED"},
                                                    {PlanStatus::EXECUTED, "EXECUTED"},
                                                    {PlanStatus::EXPIRED, "EXPIRED"},
                                                    {PlanStatus::REJECTED, "REJECTED"}}};
};
struct VenueKindSpellings {
  static constexpr Spellings<VenueKind, 3> all = {
      {{VenueKind::SIM, "SIM"}, {VenueKind::PAPER, "PAPER"}, {VenueKind::LIVE, "LIVE"}}};
};

// The column's word for a value of such a list.
template <class List, class E>
constexpr std::string_view spelled(E value) {
  std::string_view word = "?";
  for (const auto& spelling : List::all) {
    if (spelling.first == value) word = spelling.second;
  }
  return word;
}

}  // namespace robson::storage

namespace soci {
template <>
struct type_conversion<robson::Side> : robson::storage::SpelledColumn<robson::Side, robson::storage::SideSpellings> {};
template <>
struct type_conversion<robson::OperationStatus>
    : robson::storage::SpelledColumn<robson::OperationStatus, robson::storage::OperationStatusSpellings> {};
template <>
struct type_conversion<robson::OperationSource>
    : robson::storage::SpelledColumn<robson::OperationSource, robson::storage::OperationSourceSpellings> {};
template <>
struct type_conversion<robson::ExitReason>
    : robson::storage::SpelledColumn<robson::ExitReason, robson::storage::ExitReasonSpellings> {};
template <>
struct type_conversion<robson::ExitActor>
    : robson::storage::SpelledColumn<robson::ExitActor, robson::storage::ExitActorSpellings> {};
template <>
struct type_conversion<robson::OrderPurpose>
    : robson::storage::SpelledColumn<robson::OrderPurpose, robson::storage::OrderPurposeSpellings> {};
template <>
struct type_conversion<robson::OrderType>
    : robson::storage::SpelledColumn<robson::OrderType, robson::storage::OrderTypeSpellings> {};
template <>
struct type_conversion<robson::TimeInForce>
    : robson::storage::SpelledColumn<robson::TimeInForce, robson::storage::TimeInForceSpellings> {};
template <>
struct type_conversion<robson::OrderStatus>
    : robson::storage::SpelledColumn<robson::OrderStatus, robson::storage::OrderStatusSpellings> {};
template <>
struct type_conversion<robson::MovementCause>
    : robson::storage::SpelledColumn<robson::MovementCause, robson::storage::MovementCauseSpellings> {};
template <>
struct type_conversion<robson::PlanStatus>
    : robson::storage::SpelledColumn<robson::PlanStatus, robson::storage::PlanStatusSpellings> {};
template <>
struct type_conversion<robson::VenueKind>
    : robson::storage::SpelledColumn<robson::VenueKind, robson::storage::VenueKindSpellings> {};
}  // namespace soci
