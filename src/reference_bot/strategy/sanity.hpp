#pragma once
// What a venue may say. Everything here is bounded so that no product of two such values leaves Decimal's range; what
// is beyond is not a market, position or order of this world, and is not acted on. Pure, any thread.
#include <string>

#include "reference_bot/strategy/state.hpp"

namespace robson::reference_bot {

bool is_sane(const PerpMarket& market);
bool is_sane(const LendingMarket& market);
bool is_sane(const PerpAccount& account);
bool is_sane(const LendingPosition& position);
bool is_sane(const PerpPayment& payment);
bool is_sane(const PerpLiquidation& liquidation);
bool is_sane_amount(Decimal usd);  // at most 10^12 either way

// The answer is about what was asked: same coin, side and size, filled by no more.
bool answers(const PerpOrder& order, const Intent& intent);
// A position of that book, with something in it when it is open.
bool answers(const LendingPosition& position, const Book& book);

// At most 200 bytes, whole characters: words of a venue that go into events and the state.
std::string shortened(std::string text);

}  // namespace robson::reference_bot
