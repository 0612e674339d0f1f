# The built web dashboard (web/dist, made by npm) and the API documents inside the room of the routes.
set(web_dist ${CMAKE_SOURCE_DIR}/web/dist)
if(NOT ROBSON_WEB)
  set(web_dist ${CMAKE_BINARY_DIR}/no-web)
endif()
set(embedded ${CMAKE_BINARY_DIR}/embedded)
file(GLOB_RECURSE web_files CONFIGURE_DEPENDS ${web_dist}/*)
add_custom_command(
  OUTPUT ${embedded}/embedded.S ${embedded}/embedded.cpp
  COMMAND ${CMAKE_COMMAND} -DFROM=${web_dist} -DAPI=${CMAKE_SOURCE_DIR}/api -DTO=${embedded}
          -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
  DEPENDS ${web_files} ${CMAKE_SOURCE_DIR}/api/openapi.yaml ${CMAKE_SOURCE_DIR}/api/feed.yaml
          ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
  COMMENT "Embedding the web dashboard")
target_sources(robson_routes PRIVATE ${embedded}/embedded.S ${embedded}/embedded.cpp)
