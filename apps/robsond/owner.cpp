#include "owner.hpp"

#include <iostream>

#include "accounts/accounts.hpp"
#include "storage/clients.hpp"

namespace robson {

int add_client(storage::Database& database, const Clock& clock, const AddClient& task) {
  const auto id = accounts::create_client(database, clock, task.name);
  if (!id) {
    std::cerr << "robsond: " << id.error() << '\n';
    return 1;
  }
  std::cout << id->value << '\n';
  return 0;
}

int list_clients(storage::Database& database) {
  const auto list = [](storage::Session& session) {
    return storage::clients_after(session, storage::Installation{}, TenantId{}, 1000);
  };
  const auto clients = database.read_now(list);
  if (!clients) {
    std::cerr << "robsond: " << clients.error().text << '\n';
    return 1;
  }
  for (const storage::Client& client : *clients) {
    std::cout << client.id.value << '\t' << client.name << '\t' << (client.active ? "active" : "disabled") << '\n';
  }
  return 0;
}

int add_user(storage::Database& database, const Clock& clock, const AddUser& task) {
  const auto role = accounts::role_of(task.role);
  if (!role) {
    std::cerr << "robsond: --role must be viewer, operator or admin, not " << task.role << '\n';
    return 2;
  }
  std::string password;
  std::getline(std::cin, password);
  const auto id = accounts::create_user(database, clock, TenantId{task.client}, task.name, Secret(password), *role);
  if (!id) {
    std::cerr << "robsond: " << id.error() << '\n';
    return 1;
  }
  std::cout << id->value << '\n';
  return 0;
}

}  // namespace robson
