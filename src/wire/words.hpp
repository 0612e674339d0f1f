#pragma once
// How the words of the domain are spelled on the wire: as they are spelled in the code.
#include "engine/tenant_state.hpp"
#include "json/describe.hpp"

namespace robson {
BOOST_DESCRIBE_ENUM(Side, BUY, SELL)
BOOST_DESCRIBE_ENUM(VenueKind, SIM, PAPER, LIVE)
BOOST_DESCRIBE_ENUM(LevelKind, support, resistance)
BOOST_DESCRIBE_ENUM(StopConfidence, HIGH, MEDIUM, LOW)
BOOST_DESCRIBE_ENUM(StopSource, technical, manual)
BOOST_DESCRIBE_ENUM(PlanStatus, DRAFT, VALIDATED, EXECUTED, EXPIRED, REJECTED)
BOOST_DESCRIBE_ENUM(Severity, WARNING, FAIL)
BOOST_DESCRIBE_ENUM(ReportStatus, PASS, WARNING, FAIL)
BOOST_DESCRIBE_ENUM(OperationStatus, PLANNED, ACTIVE, CLOSED, CANCELLED)
BOOST_DESCRIBE_ENUM(OperationSource, adopted, executed)
BOOST_DESCRIBE_ENUM(ExitReason, STOP, TARGET, MANUAL, DETACHED, EXTERNAL)
BOOST_DESCRIBE_ENUM(ExitActor, VENUE, SERVER)
BOOST_DESCRIBE_ENUM(OrderPurpose, ENTRY, STOP, TARGET, EXIT)
BOOST_DESCRIBE_ENUM(OrderType, MARKET, LIMIT, LIMIT_MAKER, STOP_LOSS)
BOOST_DESCRIBE_ENUM(TimeInForce, GTC, IOC)
BOOST_DESCRIBE_ENUM(OrderStatus, PENDING, PARTIALLY_FILLED, FILLED, CANCELLED, REJECTED, EXPIRED, UNKNOWN)
BOOST_DESCRIBE_ENUM(MovementCause, opening, entry, exit, fee, external)
BOOST_DESCRIBE_ENUM(StreamState, connecting, live, silent, down)
}  // namespace robson
namespace robson::engine {
BOOST_DESCRIBE_ENUM(Protection, NONE, AT_VENUE, PLACING, CLOSING)
}  // namespace robson::engine
