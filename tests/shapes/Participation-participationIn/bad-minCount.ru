# expect: Participation-participationIn MinCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE DATA {
  <project/1-1/group/3> chiiki:hasParticipation <project/1-1/group/3/participation/implementer-3> .
  <project/1-1/initiative/3-1> chiiki:implementedBy <../agent/民間>
}
