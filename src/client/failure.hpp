#pragma once
// What an HTTP status, a problem document or a broken connection means to a caller: one table.
#include "client/error.hpp"
#include "net/error.hpp"
#include "net/http_client.hpp"

namespace robson::client {

// Of an exchange that did not end. `changes` tells whether the call would have changed something.
Error failure(const net::NetError& broken, const std::string& url, bool changes);
// Of an answer with a status of 400 or more.
Error failure(const net::Reply& refused, const std::string& url);
// Whether an answer leaves open what became of a change: the server, or a gateway before it, broke down over it.
bool leaves_open(const net::Reply& reply);
Error outcome_unknown(const std::string& url, const std::string& why);
// Of a 2xx answer that does not read as it should.
Error bad_answer(const std::string& url, const std::string& why);

}  // namespace robson::client
