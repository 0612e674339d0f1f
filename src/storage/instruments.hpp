#pragma once
// Table instruments: what the venue last said of the markets that we watch. It belongs to no tenant.
#include <vector>

#include "market/instrument.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

void put_instrument(Session& session, Installation, const Instrument& instrument);
std::vector<Instrument> instruments(Session& session, Installation);

}  // namespace robson::storage
