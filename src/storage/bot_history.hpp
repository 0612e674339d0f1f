#pragma once
// What robsond keeps of bots: figures over time, trades, funding payments, breakers. Amounts of trades and payments are
// within +-10^15 (whoever reads them from a bot refuses others), so that no sum here leaves Decimal's range.
#include "storage/bot_breakers.hpp"
#include "storage/bot_payments.hpp"
#include "storage/bot_trades.hpp"
#include "storage/metrics.hpp"
