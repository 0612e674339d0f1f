#pragma once
// Table producers: who may send signals. Their secrets are here only as sealed texts.
#include <vector>

#include "signals/signal.hpp"
#include "storage/scope.hpp"

namespace robson::storage {

class Session;

// A new row, or the end of one that is there. What it sent is counted by insert_signal.
void save_producer(Session& session, Tenant tenant, const signals::Producer& producer);
// Revoked ones too, in the order in which they were made; at most 10,000.
std::vector<signals::Producer> producers(Session& session, Tenant tenant);

}  // namespace robson::storage
