# expect: Thing-hasGeometry ClassConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>

INSERT DATA { <../area/99001> geo:hasGeometry <goal/1> }
