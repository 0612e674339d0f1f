#pragma once
namespace robson::storage {
class Session;
// Asks the database something that costs nothing; throws, as a job does, when it does not answer.
void ping(Session& session);
}  // namespace robson::storage
