#pragma once
// Table proofs: one for each order that left an operation.
#include <vector>

#include "storage/scope.hpp"
#include "trading/proof.hpp"

namespace robson::storage {

class Session;

// Writes the whole row; its key is operation and client id of the order.
void save_proof(Session& session, Tenant tenant, const Proof& proof);
// Oldest first, at most 1000.
std::vector<Proof> proofs_of(Session& session, Tenant tenant, OperationId operation);

}  // namespace robson::storage
